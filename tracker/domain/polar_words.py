"""Words that deny, words that point up or down, and opposites, each by its lemma: what `domain.polarity` reads by."""

import re

from tracker.lib.stems import stem, words

# Forms that no rule of endings brings to their verb.
IRREGULAR = dict(
    pair.split(":")
    for pair in """
    won:win lost:lose paid:pay met:meet knew:know known:know took:take taken:take gave:give given:give sold:sell
    bought:buy built:build made:make said:say told:tell went:go gone:go came:come saw:see seen:see got:get
    gotten:get left:leave kept:keep held:hold led:lead ran:run spent:spend sent:send wrote:write written:write
    spoke:speak spoken:speak drank:drink drunk:drink drinkable:drink ate:eat eaten:eat fell:fall fallen:fall
    rose:rise risen:rise grew:grow grown:grow shrank:shrink shrunk:shrink sank:sink sunk:sink broke:break
    broken:break chose:choose chosen:choose began:begin begun:begin brought:bring caught:catch taught:teach
    thought:think fought:fight found:find felt:feel heard:hear meant:mean lent:lend lay:lie lied:lie lying:lie
    died:die dying:die dead:die death:die shot:shoot stole:steal stolen:steal swore:swear sworn:swear wore:wear
    worn:wear drove:drive driven:drive rode:ride flew:fly flown:fly threw:throw thrown:throw withdrew:withdraw
    withdrawn:withdraw forgot:forget forgotten:forget forbade:forbid forbidden:forbid denied:deny denies:deny
    hid:hide hidden:hide bled:bleed fled:flee bore:bear born:bear swam:swim sang:sing shook:shake shaken:shake
    woke:wake stood:stand understood:understand dealt:deal slept:sleep sat:sit lit:light proof:prove
    proven:prove evidence:evidence jobless:unemployed kids:child children:child women:woman men:man
    upheld:uphold overthrown:overthrow overthrew:overthrow struck:strike beaten:beat bred:breed dug:dig hit:hit
    people:people refusal:refuse failure:fail denial:deny rejection:reject growth:grow reduction:reduce
    """.split()
)


def lemma(word: str) -> str:
    """Return what a word and its other forms have in common."""
    return stem(IRREGULAR.get(word, word))


def lemmas(text: str) -> frozenset[str]:
    """Return the lemmas of a text."""
    return frozenset(lemma(word) for word in words(text))


NEGATORS = lemmas(
    """not no never nobody none nothing nowhere neither nor without cannot hardly scarcely barely cant wont dont doesnt
    didnt isnt arent wasnt werent hasnt havent hadnt wouldnt couldnt shouldnt"""
)
# Said in front of an act, they deny it, as "not" does.
REFUSALS = lemmas(
    """
    refuse refuses refused refusing fail fails failed failing deny denies denied denying decline declined
    declines reject rejects rejected rejecting forget forgets forgot forgotten neglect neglected neglects omit
    omitted avoid avoids avoided unable lack lacks lacked lacking absent absence unsafe illegal unlawful
    unlikely untrue false fake hoax myth unfounded impossible unpaid unaware unknown unwilling unhappy unfit
    unable uninsured unarmed unvaccinated incorrect inaccurate ineffective invalid inactive insufficient
    undrinkable unusable ineligible dislike disagree disagrees disagreed disapprove disapproved unapproved
    unauthorized unconstitutional unharmed uninjured unnecessary unfinished unsuccessful unsigned unanswered
    """
)
# They say in one word what another sentence may say with "not": beside a "not" of the other they are no contradiction.
TACIT = lemmas(
    """
    empty silent closed shut lost lose loses broke broken dead died die dies killed innocent acquitted cleared
    few little less slower slowly banned ban bans forbidden forbids prohibited prohibits prohibit outlawed
    blocked blocks blocking vetoed dismissed dismisses cancelled canceled cancels scrapped abandoned abandons
    abolished ended ends stopped stops stop ceased quit skipped missed misses ignored ignores opposed opposes
    oppose against wrong lies lied lie invented fabricated free exempt excluded excludes barred missing gone
    remains remained unchanged stable flat stagnated stuck still same only offline withdrew withdrawn withdraw
    left leave leaves vacant alive survived zero withheld postponed delayed blocks suspended revoked prevented
    prevents prevent stays stayed kept keep dropped drop debunked staged doctored secret hidden overlooked
    spared untouched unaffected deserted turned rare seldom rarely bankrupt homeless jobless unemployed violate breach
    contravene defy flout
    """
)
# Of these, what denies another word than it is said of: "still closed" is not open, "still sells" does sell.
STAYING = lemmas("still remains remained stays stayed keeps kept alive same only stable stuck")
# "Not only", "no doubt": a negator that denies nothing. "Nobody but", "nothing but" affirm.
NO_DENIAL = re.compile(
    r"\b(?:not (?:only|just|merely|simply|least|to mention)"
    r"|no (?:doubt|sooner|fewer than|less than|more than|later than|matter)"
    r"|(?:nobody|nothing|none|no one) (?:but|except|other than)"
    r"|not (?:a |one |a single |one single )?(?:un\w+|illegal|uncommon)"
    # "Never before such a spill", "not so low since 1976": the worst spill, the lowest in that time.
    r"|never before|never (?:since|until)"
    r"|(?:not|never|nothing|nobody)(?: been| seen| had| experienced| felt| known| recorded){1,2}"
    r" (?:this|that|so|such|as)(?= \w+)"
    # "No. 13", "no, he did".
    r"|no\. ?(?=\d)|no(?=[,!])"
    r"|whether or not|if not|cannot but|not until|nothing less than)\b"
)
# Words that a prefix turns into their opposite; they count beside the bare word ("insolvent", "solvent").
NOT_SO = re.compile(
    r"^(?:un(?!less|like|til|ion|it|veil|mask|invit)(?=[a-z]{4})|non(?=[a-z]{4})"
    r"|i(?:n(?!valu|flamm|differ|famous)|m|l|r(?!respec))"
    r"(?=[a-z]{3,}(?:able|ible|ent|ant|ate|ive|ous|al|ect|ite|ure)(?:ly)?$)"
    r"|dis(?=honest|loyal|satisf|obe|qualif|respect|trust|connect|appear|arm|continu|prov|advantag|courag|similar|own"
    r"|integrat)"
    r"|de(?=regulat|criminali|fund|militari|central|stabili|legitimi|escalat|segregat|valu|classif|activat|nuclear))"
)
CONTRACTED = re.compile(r"(\w+)n't\b")

UP = lemmas(
    """
    rise rises rose risen rising increase increases increased increasing grow grows grew grown growing climb
    climbs climbed climbing soar soars soared soaring surge surges surged surging jump jumps jumped jumping
    raise raises raised raising hike hikes hiked hiking gain gains gained gaining expand expands expanded
    expanding strengthen strengthens strengthened advance advances advanced advancing double doubled doubles
    doubling triple tripled extend extends extended quadrupled widen widened widens boost boosted boosts
    accelerate accelerated skyrocketed skyrocket swell swelled multiplied rocketed lengthen lengthened heighten
    heightened intensify intensified enlarge enlarged upward upwards spike spiked spikes rebounded mounted
    mounting growth escalated appreciated added adds lift leap rocket ramp balloon bolster outpace
    outstrip outgrow uptick upswing upturn mushroom snowball elevate amplify magnify proliferate upgrade
    recover rebound multiply maximise maximize
    """
)
DOWN = lemmas(
    """
    fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease
    decreases decreased decreasing sink sinks sank sunk sinking shrink shrinks shrank shrunk shrinking plunge
    plunges plunged plunging plummet plummets plummeted slump slumps slumped cut cuts cutting lower lowers
    lowered lowering reduce reduces reduced reducing slash slashes slashed weaken weakens weakened retreat
    retreats retreated retreating halve halved halves halving shorten shortens shortened narrow narrowed narrows
    slow slowed slows slip slips slipped tumble tumbled tumbles dip dipped dips shed sheds contract contracted
    contracts lose loses lost losing diminish diminished dwindle dwindled dwindles crash crashed collapse
    collapsed ease eased downward downwards trim trimmed subside subsided abate abated recede receded receding
    reduction erode eroded depreciated dive nosedive nosedived slide wane fade ebb curb curtail downturn downtick
    downgrade deteriorate lag minimise minimize
    """
)
MORE = lemmas(
    """more higher greater larger bigger longer stronger faster better most highest largest biggest longest strongest
    fastest costlier dearer wider taller older heavier warmer hotter quicker above busier richer safer"""
)
LESS = lemmas(
    """
    less fewer smaller lesser shorter weaker slower worse fewest lowest smallest shortest weakest slowest least
    cheaper narrower younger lighter colder cooler below poorer worst
    """
)
UP_AND_DOWN = re.compile(
    r"\b(?:is|are|was|were|be|been|went|go|goes|gone|going|came|come|comes|coming|shot|shoots|driven|pushed|drove|edged|"
    r"inched|ticked|moved|crept|dragged|brought|bring|brings|bid|heading|headed|trending|stepped|ramped|scaled|bumped|"
    r"picked|sharply|slightly|year)\s(?:prices?\s|costs?\s|rents?\s|rates?\s|wages?\s|taxes\s)?(?P<way>up|down)\b"
    r"|\b(?P<by>up|down)\s(?:by|from|to|\d)"
)
# Who lifts one of these raises nothing.
LIMITS = (
    "bans?|restrictions?|sanctions|lockdowns?|curfews?|embargos?|embargoes|limits?|caps?|blockades?|sieges?|rules?|measures|"
    "moratoriums?|emergency"
)
# "More than 30 bases" bounds a number and goes nowhere.
BOUNDS = re.compile(
    r"\b(?:more|less|fewer|higher|lower|greater|longer|older|younger|larger|smaller) than (?:an? |the )?"
    r"(?:[$€£]?\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|half|hundred|thousand|million|dozen|quarter|third|hundreds|thousands|millions)"
    r"|\b(?:at (?:most|least)|once more|any ?more|no longer|any longer|more or less|what is more)\b"
    r"|\bcut (?:off|out|through|down trees)\b"
    rf"|\blift(?:s|ed|ing)? (?:\w+ ){{0,3}}(?:{LIMITS})\b|\b(?:{LIMITS}) (?:\w+ ){{0,3}}lifted\b"
)

# Two words said as one.
IDIOMS = {
    "called off": "cancelled", "calling off": "cancelled", "ran out of": "lacked", "run out of": "lacked",
    "no one": "nobody", "struck down": "overturned", "strikes down": "overturns",
    "thrown out": "overturned", "threw out": "overturned", "has yet to": "has not", "have yet to": "have not",
    "had yet to": "had not", "is yet to": "is not", "are yet to": "are not", "scaled back": "reduced",
    "rolled back": "reduced", "cut back": "reduced", "scaling back": "reducing", "laid off": "dismissed",
    "lay off": "dismiss", "turned down": "rejected", "turn down": "reject",
    "slowing down": "slowing",
    "slowed down": "slowed", "speeding up": "accelerating", "sped up": "accelerated", "voted for": "voted favour",
    "vote for": "vote favour", "votes for": "votes favour", "in favour of": "favour", "in favor of": "favour",
    "for and against": "", "took part": "attended", "made up": "invented", "put off": "postponed",
}  # fmt: skip

OPPOSITES = [
    (lemmas(one), lemmas(other))
    for one, other in (
        ("confirm admit prove", "dispute refute debunk disprove"), ("accept approve adopt", "dismiss veto"),
        ("true genuine real authentic", "fabricated forged staged doctored manipulated photoshopped"), ("win", "lose"),
        ("open reopen", "close shut"), ("alive survive", "die killed"),
        ("guilty convicted", "innocent acquitted cleared"), ("safe harmless", "dangerous deadly harmful"),
        ("allow permit legalized legalised", "ban forbid prohibit outlaw"),
        ("support favour favor back", "oppose against"), ("always", "seldom rarely"), ("present attend", "miss skip"),
        ("succeed managed pass", "collapse"), ("begin start launch introduce", "end stop abolish scrap"),
        ("before", "after"), ("import", "export"), ("first", "last"), ("majority", "minority"),
        ("improve better", "worsen deteriorate worse"), ("hot warm hotter warmer", "cold cool colder cooler"),
        ("warmest hottest", "coldest coolest"), ("faster quicker accelerate", "slower slow"), ("more", "less fewer"),
        ("most many", "few fewest"), ("higher", "lower"), ("high", "low"), ("highest", "lowest"),
        ("longer", "shorter"), ("longest", "shortest"), ("larger bigger greater", "smaller"),
        ("largest biggest", "smallest"), ("strong", "weak"), ("stronger strengthen", "weaker weaken"),
        ("strongest", "weakest"), ("older", "younger"), ("oldest", "youngest"), ("richer", "poorer"),
        ("richest", "poorest"), ("rich", "poor"), ("best", "worst"),
        ("strict stricter tighten toughen tougher", "loosen relax ease soften lenient laxer"),
        ("profit surplus", "loss deficit"), ("buy", "sell"), ("hire", "fire dismiss sack"),
        ("join enter", "leave quit"), ("include", "exclude"), ("expensive", "cheap cheaper"),
        ("early earlier", "late later"), ("public", "private"), ("male men man", "female women woman"),
        ("north", "south"), ("east", "west"), ("northern", "southern"), ("eastern", "western"), ("left", "right"),
        ("praise welcome", "criticise criticize condemn"), ("arrive", "depart"), ("lend", "borrow"),
        ("maximum", "minimum"), ("positive", "negative"), ("victory", "defeat"), ("thick", "thin"),
        ("build", "demolish"), ("create", "destroy"), ("remember", "overlook"), ("visible", "hidden"),
        ("everyone all every", "hardly"), ("uphold", "overturn quash annul"), ("lead ahead", "trail lag behind"),
        ("outpace outstrip exceed", "lag"), ("cleaner", "dirtier"), ("clean", "dirty"),
        ("benefit", "harm hurt damage"), ("cause trigger", "prevent cure"), ("encourage", "discourage deter"),
        ("attack", "defend retreat"), ("love", "hate"), ("friend ally", "enemy foe"),
        ("inside indoors indoor", "outside outdoors outdoor"), ("above", "below"), ("same", "different"),
        ("easy easier simple", "difficult hard harder"), ("lighter", "heavier"), ("light", "heavy"), ("full", "empty"),
        ("rural", "urban"), ("domestic", "foreign"), ("son", "daughter"), ("mother", "father"), ("husband", "wife"),
        ("brother", "sister"), ("boy", "girl"), ("republican", "democrat"), ("jail imprison arrest detain", "release"),
        ("appoint", "dismiss oust sack"), ("promote", "demote"),
        ("impose enact", "repeal lift revoke"), ("expand broaden", "restrict limit curtail"),
        ("extend lengthen", "shorten"), ("protect", "endanger threaten"), ("peaceful", "violent"),
        ("stable", "volatile"), ("voluntary optional", "mandatory compulsory obligatory"), ("temporary", "permanent"),
        ("natural", "artificial"), ("accidental", "deliberate intentional"), ("major", "minor"),
        ("wet wetter", "dry drier"), ("often", "rarely"),
        ("overestimate overstate exaggerate", "underestimate understate downplay"), ("overpaid", "underpaid"),
        ("married", "divorced"), ("obey comply", "violate breach flout defy"),
        ("keep retain preserve", "scrap abolish"), ("pro", "anti"), ("outperform", "underperform"),
        ("healthy healthier", "harmful"), ("toxic poisonous", "harmless"), ("deepen", "shallow"),
        ("frequent", "infrequent rare"), ("wider", "narrower"), ("taller", "shorter"), ("likely", "unlikely"),
        ("optimist", "pessimist"), ("ancient", "modern"), ("solvent", "bankrupt"), ("friendly", "hostile"),
        ("attract", "repel"), ("unite", "divide"), ("innocence", "guilt"),
    )
]  # fmt: skip
