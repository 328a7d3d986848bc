"""Places that claims name, each by the country it lies in: countries with their people, states, and large cities."""

# A line is a country: its names | what is called after it | cities and regions in it.
COUNTRIES = """
afghanistan|afghan,afghans|kabul,kandahar,herat
albania|albanian,albanians|tirana
algeria|algerian,algerians|algiers,oran
andorra|andorran|
angola|angolan|luanda
argentina|argentine,argentinian,argentines,argentinians|buenos aires,rosario
armenia|armenian,armenians|yerevan
australia|australian,australians,aussie|sydney,melbourne,canberra,brisbane,perth,adelaide,queensland,new south wales,tasmania,hobart
austria|austrian,austrians|vienna,salzburg,graz,linz,tyrol
azerbaijan|azerbaijani,azerbaijanis|baku
bahamas|bahamian|nassau
bahrain|bahraini|manama
bangladesh|bangladeshi,bangladeshis|dhaka,chittagong
barbados|barbadian|bridgetown
belarus|belarusian,belarusians|minsk
belgium|belgian,belgians|brussels,antwerp,ghent,bruges,flanders
belize|belizean|belmopan
benin|beninese|cotonou
bhutan|bhutanese|thimphu
bolivia|bolivian,bolivians|la paz
bosnia,bosnia and herzegovina|bosnian,bosnians|sarajevo
botswana||gaborone
brazil|brazilian,brazilians|brasilia,rio de janeiro,sao paulo,salvador
brunei|bruneian|
bulgaria|bulgarian,bulgarians|sofia,plovdiv
burkina faso|burkinabe|ouagadougou
burundi|burundian|bujumbura
cambodia|cambodian,cambodians|phnom penh
cameroon|cameroonian|yaounde,douala
canada|canadian,canadians|ottawa,toronto,montreal,vancouver,calgary,quebec,ontario,alberta,british columbia,manitoba,nova scotia
cape verde|cape verdean|praia
central african republic||bangui
chad|chadian,chadians|n'djamena
chile|chilean,chileans|santiago,valparaiso
china|chinese|beijing,shanghai,wuhan,shenzhen,guangzhou,hong kong,xinjiang,tibet
colombia|colombian,colombians|bogota,medellin,cali
comoros|comorian|
congo,democratic republic of congo,drc|congolese|kinshasa
costa rica|costa rican|san jose
croatia|croatian,croatians|zagreb,split,dubrovnik
cuba|cuban,cubans|havana
cyprus|cypriot,cypriots|nicosia
czech republic,czechia|czech,czechs|prague,brno
denmark|danish,danes|copenhagen,aarhus,greenland
djibouti|djiboutian|
dominican republic||santo domingo
east timor,timor leste|timorese|dili
ecuador|ecuadorian|quito,guayaquil
egypt|egyptian,egyptians|cairo,alexandria,giza,sinai
el salvador|salvadoran,salvadorans|san salvador
equatorial guinea||malabo
eritrea|eritrean,eritreans|asmara
estonia|estonian,estonians|tallinn
eswatini,swaziland|swazi|
ethiopia|ethiopian,ethiopians|addis ababa,tigray
fiji|fijian,fijians|suva
finland|finnish,finns|helsinki,lapland
france|french,frenchmen|paris,lyon,marseille,toulouse,nice,bordeaux,lille,nantes,strasbourg,brittany,normandy,corsica
gabon|gabonese|libreville
gambia|gambian,gambians|banjul
georgia||tbilisi
germany|german,germans|berlin,hamburg,munich,cologne,frankfurt,dresden,leipzig,stuttgart,bremen,bavaria,saxony,hesse
ghana|ghanaian,ghanaians|accra,kumasi
greece|greek,greeks|athens,thessaloniki,crete,lesbos
guatemala|guatemalan,guatemalans|guatemala city
guinea|guinean,guineans|conakry
guyana|guyanese|
haiti|haitian,haitians|port au prince
honduras|honduran,hondurans|tegucigalpa
hungary|hungarian,hungarians|budapest,debrecen
iceland|icelandic,icelanders|reykjavik
india|indian,indians|new delhi,delhi,mumbai,kolkata,chennai,bangalore,bengaluru,hyderabad,kerala,punjab,gujarat,kashmir,goa,assam,bihar,uttar pradesh,tamil nadu,maharashtra,karnataka,rajasthan,west bengal,telangana,jaipur,lucknow,pune
indonesia|indonesian,indonesians|jakarta,bali,surabaya,sumatra,java
iran|iranian,iranians,persian|tehran,isfahan,shiraz,mashhad
iraq|iraqi,iraqis|baghdad,mosul,basra,erbil
ireland|irish|dublin,cork,galway
israel|israeli,israelis|jerusalem,tel aviv,haifa
italy|italian,italians|rome,milan,naples,turin,venice,florence,bologna,sicily,sardinia,lombardy,tuscany,palermo
ivory coast,cote d'ivoire|ivorian|abidjan
jamaica|jamaican,jamaicans|kingston
japan|japanese|tokyo,osaka,kyoto,hiroshima,fukushima,nagoya,okinawa
jordan|jordanian,jordanians|amman
kazakhstan|kazakh,kazakhs|astana,almaty
kenya|kenyan,kenyans|nairobi,mombasa,kisumu
kosovo|kosovar|pristina
kuwait|kuwaiti|kuwait city
kyrgyzstan|kyrgyz|bishkek
laos|laotian|vientiane
latvia|latvian,latvians|riga
lebanon|lebanese|beirut,tripoli
lesotho|basotho|maseru
liberia|liberian,liberians|monrovia
libya|libyan,libyans|benghazi
liechtenstein||vaduz
lithuania|lithuanian,lithuanians|vilnius,kaunas
luxembourg||
madagascar||antananarivo
malawi||lilongwe
malaysia|malaysian,malaysians|kuala lumpur,penang
maldives|maldivian,maldivians|
mali|malian|bamako,timbuktu
malta|maltese|valletta
mauritania|mauritanian|nouakchott
mauritius|mauritian|port louis
mexico|mexican,mexicans|mexico city,guadalajara,tijuana,cancun,monterrey
moldova|moldovan|chisinau
monaco|monegasque|
mongolia|mongolian|ulaanbaatar
montenegro||podgorica
morocco|moroccan,moroccans|rabat,casablanca,marrakesh
mozambique||maputo
myanmar,burma|burmese|yangon,rangoon
namibia|namibian|windhoek
nepal|nepalese,nepali|kathmandu
netherlands,holland|dutch|amsterdam,rotterdam,the hague,utrecht
new zealand|new zealanders,kiwi|wellington,auckland,christchurch
nicaragua|nicaraguan|managua
niger||niamey
nigeria|nigerian,nigerians|lagos,abuja,kano
north korea|north korean,north koreans|pyongyang
north macedonia,macedonia|macedonian|skopje
norway|norwegian,norwegians|oslo,bergen,trondheim
oman|omani|muscat
pakistan|pakistani,pakistanis|islamabad,karachi,lahore,peshawar
palestine|palestinian,palestinians|gaza,west bank,ramallah,rafah
panama|panamanian|panama city
papua new guinea||port moresby
paraguay|paraguayan|asuncion
peru|peruvian,peruvians|lima,cusco
philippines|philippine,filipino,filipinos|manila,cebu,davao
poland|polish,poles|warsaw,krakow,gdansk,wroclaw,poznan
portugal|portuguese|lisbon,porto,madeira,algarve
puerto rico|puerto rican,puerto ricans|san juan
qatar|qatari,qataris|doha
romania|romanian,romanians|bucharest,cluj,transylvania
russia|russian,russians|moscow,saint petersburg,st petersburg,siberia,chechnya,vladivostok
rwanda|rwandan,rwandans|kigali
samoa|samoan,samoans|apia
saudi arabia|saudi,saudis|riyadh,jeddah,mecca
scotland|scottish,scots|edinburgh,glasgow,aberdeen
senegal|senegalese|dakar
serbia|serbian,serbs|belgrade,novi sad
seychelles|seychellois|
sierra leone||freetown
singapore|singaporean,singaporeans|
slovakia|slovak,slovaks|bratislava
slovenia|slovenian,slovenes|ljubljana
somalia|somali,somalis|mogadishu
south africa|south african,south africans|johannesburg,cape town,pretoria,durban,soweto
south korea|south korean,south koreans|seoul,busan
south sudan||juba
spain|spanish,spaniards|madrid,barcelona,seville,valencia,bilbao,malaga,catalonia,andalusia,ibiza,mallorca
sri lanka|sri lankan,sri lankans|colombo
sudan|sudanese|khartoum,darfur
suriname|surinamese|paramaribo
sweden|swedish,swedes|stockholm,gothenburg,malmo,uppsala
switzerland|swiss|zurich,geneva,bern,basel,lausanne
syria|syrian,syrians|damascus,aleppo,homs,idlib,raqqa
taiwan|taiwanese|taipei
tajikistan|tajik,tajiks|dushanbe
tanzania|tanzanian,tanzanians|dar es salaam,dodoma,zanzibar
thailand|thai,thais|bangkok,phuket,chiang mai
togo|togolese|lome
tonga|tongan,tongans|
trinidad,trinidad and tobago|trinidadian|port of spain
tunisia|tunisian,tunisians|tunis
turkey,turkiye|turkish,turks|ankara,istanbul,izmir,antalya
turkmenistan|turkmen|ashgabat
uganda|ugandan,ugandans|kampala
ukraine|ukrainian,ukrainians|kyiv,kiev,kharkiv,odesa,odessa,mariupol,lviv,donetsk,crimea,bucha,donbas,luhansk,zaporizhzhia,kherson,chernobyl
united arab emirates,uae|emirati|dubai,abu dhabi
united kingdom,uk,britain,great britain|british,britons,brits|london,northern ireland,belfast
england|english|manchester,birmingham,liverpool,leeds,bristol,sheffield,newcastle,oxford,cambridge,cornwall,kent,yorkshire,essex,surrey,devon,sussex,merseyside,nottingham,leicester,coventry
vanuatu||port vila
vatican|holy see|vatican city
wales|welsh|cardiff,swansea
united states,usa,us,u.s.,u.s,u.s.a.,america|american,americans|washington,new york,los angeles,chicago,houston,philadelphia,boston,seattle,detroit,miami,atlanta,dallas,denver,phoenix,san francisco,san diego,las vegas,baltimore,new orleans,minneapolis,portland,cleveland,austin,charlotte,nashville,memphis,milwaukee,st louis,pittsburgh,cincinnati,orlando,sacramento,oakland,brooklyn,manhattan,alabama,alaska,arizona,arkansas,california,colorado,connecticut,delaware,florida,hawaii,idaho,illinois,indiana,iowa,kansas,kentucky,louisiana,maine,maryland,massachusetts,michigan,minnesota,mississippi,missouri,montana,nebraska,nevada,new hampshire,new jersey,new mexico,north carolina,north dakota,ohio,oklahoma,oregon,pennsylvania,rhode island,south carolina,south dakota,tennessee,texas,utah,vermont,virginia,west virginia,wisconsin,wyoming,salt lake city,district of columbia,guam,tampa,albuquerque,tucson,anchorage,honolulu,omaha,tulsa
uruguay|uruguayan,uruguayans|montevideo
uzbekistan|uzbek,uzbeks|tashkent
venezuela|venezuelan,venezuelans|caracas,maracaibo
vietnam|vietnamese|hanoi,ho chi minh city,saigon
yemen|yemeni,yemenis|sanaa,aden
zambia|zambian|lusaka
zimbabwe|zimbabwean,zimbabweans|harare
africa|african,africans|
asia|asian,asians|
europe|european,europeans|
latin america,south america|latin american|
middle east|middle eastern|
antarctica|antarctic|
caribbean||
balkans|balkan|
"""  # noqa: E501  # a line is a country


def _read(lines: str) -> dict[str, tuple[str, str]]:
    """Return for each name the country, and the place within it ("" for the country itself)."""
    places: dict[str, tuple[str, str]] = {}
    for line in lines.strip().splitlines():
        names, people, within = (part.split(",") if part else [] for part in line.split("|"))
        places |= dict.fromkeys([*names, *people], (names[0], ""))
        places |= {name: (names[0], name) for name in within}
    return places


PLACES = _read(COUNTRIES)
LANDS = frozenset(name for name, (_, within) in PLACES.items() if not within)
# What is called after a land tells whose something is, and not where: "Danish", "the Danes".
PEOPLES = frozenset(name for line in COUNTRIES.strip().splitlines() for name in line.split("|")[1].split(","))
# A part of the whole contradicts nothing. A line is a whole, and what lies in it: lands, or cities.
PARTS = """
united kingdom|england,scotland,wales
europe|albania,andorra,austria,belarus,belgium,bosnia,bulgaria,croatia,cyprus,czech republic,denmark,estonia,finland,france,germany,greece,hungary,iceland,ireland,italy,kosovo,latvia,liechtenstein,lithuania,luxembourg,malta,moldova,monaco,montenegro,netherlands,north macedonia,norway,poland,portugal,romania,russia,serbia,slovakia,slovenia,spain,sweden,switzerland,turkey,ukraine,united kingdom,england,scotland,wales,vatican,balkans
balkans|albania,bosnia,bulgaria,croatia,greece,kosovo,montenegro,north macedonia,serbia,slovenia
africa|algeria,angola,benin,botswana,burkina faso,burundi,cameroon,cape verde,central african republic,chad,comoros,congo,djibouti,egypt,equatorial guinea,eritrea,eswatini,ethiopia,gabon,gambia,ghana,guinea,ivory coast,kenya,lesotho,liberia,libya,madagascar,malawi,mali,mauritania,mauritius,morocco,mozambique,namibia,niger,nigeria,rwanda,senegal,seychelles,sierra leone,somalia,south africa,south sudan,sudan,tanzania,togo,tunisia,uganda,zambia,zimbabwe
asia|afghanistan,armenia,azerbaijan,bahrain,bangladesh,bhutan,brunei,cambodia,china,east timor,georgia,india,indonesia,iran,iraq,israel,japan,jordan,kazakhstan,kuwait,kyrgyzstan,laos,lebanon,malaysia,maldives,mongolia,myanmar,nepal,north korea,oman,pakistan,palestine,philippines,qatar,russia,saudi arabia,singapore,south korea,sri lanka,syria,taiwan,tajikistan,thailand,turkey,turkmenistan,united arab emirates,uzbekistan,vietnam,yemen,middle east
middle east|bahrain,cyprus,egypt,iran,iraq,israel,jordan,kuwait,lebanon,oman,palestine,qatar,saudi arabia,syria,turkey,united arab emirates,yemen
latin america|argentina,belize,bolivia,brazil,chile,colombia,costa rica,cuba,dominican republic,ecuador,el salvador,guatemala,guyana,haiti,honduras,mexico,nicaragua,panama,paraguay,peru,suriname,uruguay,venezuela,caribbean
caribbean|bahamas,barbados,cuba,dominican republic,haiti,jamaica,puerto rico,trinidad
united states|puerto rico
england|london
yorkshire|leeds,sheffield
merseyside|liverpool
bavaria|munich
saxony|dresden,leipzig
hesse|frankfurt
catalonia|barcelona
andalusia|seville,malaga
lombardy|milan
tuscany|florence
sicily|palermo
flanders|antwerp,ghent,bruges
new south wales|sydney
queensland|brisbane
ontario|toronto,ottawa
quebec|montreal
british columbia|vancouver
alberta|calgary
gaza|rafah
west bank|ramallah
donbas|donetsk,luhansk
california|los angeles,san francisco,san diego,sacramento,oakland
texas|houston,dallas,austin
florida|miami,orlando,tampa
new york|brooklyn,manhattan
pennsylvania|philadelphia,pittsburgh
ohio|cleveland,cincinnati
tennessee|nashville,memphis
arizona|phoenix,tucson
oklahoma|tulsa
illinois|chicago
massachusetts|boston
washington|seattle
michigan|detroit
georgia|atlanta
colorado|denver
nevada|las vegas
maryland|baltimore
louisiana|new orleans
minnesota|minneapolis
oregon|portland
maine|portland
north carolina|charlotte
wisconsin|milwaukee
missouri|st louis
utah|salt lake city
new mexico|albuquerque
alaska|anchorage
hawaii|honolulu
nebraska|omaha
district of columbia|washington
"""  # noqa: E501  # a line is a whole
WHOLES: dict[str, frozenset[str]] = {
    whole: frozenset(within.split(",")) for whole, within in (line.split("|") for line in PARTS.strip().splitlines())
}
LONGEST_NAME = max(len(name.split()) for name in PLACES)
