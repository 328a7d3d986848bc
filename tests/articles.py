"""An article of the project's own, in the shape of those that newsrooms meet."""

ARTICLE = """\
Harbour Minister Jane Example spoke at the opening of the northern quay on Monday, along with Adam Sample, leader of \
the port workers' union. In her speech, Example stated, “The port handles 40 percent of the country's grain. No \
other port comes close.”

A year of delays

The past year was full of delays. The quay cost $1.2 billion, and over 30 cranes stand idle. People walk along the \
water in the evening.

As one local newspaper reported, “350 dockers were hired, and 3,000 applied without any hope of an answer.”

Sample emphasized another side, saying, “The hours that our members work have doubled since the reform of 2019.”

Rather, he said, “The ministry must listen to us.” Is that too much to ask?

According to the Harbour Office, ships wait for 12 days on average.

The way forward
"""
