"""English words that hold a sentence together and say nothing about what it claims."""

STOP_WORDS = frozenset(
    """
    a about after again all also am an and any are as at be because been before being both but by can could did do
    does doing don down each else even ever few for from get got had has have having he her here hers him his
    how i if in into is it its just like me more most much my no nor not now of off on once one only or other
    our out over own re really s same she should so some such t than that the their them then there these they
    this those through to too under until up us very was we were what when where which while who whom why will
    with would you your yours im ive id ill youre youve hes shes its were theyre theyve weve isnt arent wasnt
    werent dont doesnt didnt hasnt havent hadnt wont wouldnt cant couldnt shouldnt thats theres whats lets
    """.split()
)
