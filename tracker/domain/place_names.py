"""Places that claims name, each by the country it lies in: countries with their people, states, and large cities."""

# A line is a country: its names | what is called after it | cities and regions in it.
COUNTRIES = """
afghanistan|afghan,afghans|kabul,kandahar,herat
albania|albanian,albanians|tirana
algeria|algerian,algerians|algiers,oran
angola|angolan|luanda
argentina|argentine,argentinian,argentines,argentinians|buenos aires,rosario
armenia|armenian,armenians|yerevan
australia|australian,australians,aussie|sydney,melbourne,canberra,brisbane,perth,adelaide,queensland,new south wales,tasmania
austria|austrian,austrians|vienna,salzburg,graz,linz,tyrol
azerbaijan|azerbaijani,azerbaijanis|baku
bahrain|bahraini|manama
bangladesh|bangladeshi,bangladeshis|dhaka,chittagong
belarus|belarusian,belarusians|minsk
belgium|belgian,belgians|brussels,antwerp,ghent,bruges,flanders
bolivia|bolivian,bolivians|la paz
bosnia,bosnia and herzegovina|bosnian,bosnians|sarajevo
botswana||gaborone
brazil|brazilian,brazilians|brasilia,rio de janeiro,sao paulo,salvador
bulgaria|bulgarian,bulgarians|sofia,plovdiv
cambodia|cambodian,cambodians|phnom penh
cameroon|cameroonian|yaounde,douala
canada|canadian,canadians|ottawa,toronto,montreal,vancouver,calgary,quebec,ontario,alberta,british columbia,manitoba,nova scotia
chile|chilean,chileans|santiago,valparaiso
china|chinese|beijing,shanghai,wuhan,shenzhen,guangzhou,hong kong,xinjiang,tibet
colombia|colombian,colombians|bogota,medellin,cali
congo,democratic republic of congo,drc|congolese|kinshasa
costa rica|costa rican|san jose
croatia|croatian,croatians|zagreb,split,dubrovnik
cuba|cuban,cubans|havana
cyprus|cypriot,cypriots|nicosia
czech republic,czechia|czech,czechs|prague,brno
denmark|danish,danes|copenhagen,aarhus,greenland
dominican republic||santo domingo
ecuador|ecuadorian|quito,guayaquil
egypt|egyptian,egyptians|cairo,alexandria,giza,sinai
el salvador|salvadoran,salvadorans|san salvador
estonia|estonian,estonians|tallinn
ethiopia|ethiopian,ethiopians|addis ababa,tigray
finland|finnish,finns|helsinki,lapland
france|french,frenchmen|paris,lyon,marseille,toulouse,nice,bordeaux,lille,nantes,strasbourg,brittany,normandy,corsica
georgia||tbilisi
germany|german,germans|berlin,hamburg,munich,cologne,frankfurt,dresden,leipzig,stuttgart,bremen,bavaria,saxony,hesse
ghana|ghanaian,ghanaians|accra,kumasi
greece|greek,greeks|athens,thessaloniki,crete,lesbos
guatemala|guatemalan,guatemalans|guatemala city
haiti|haitian,haitians|port au prince
honduras|honduran,hondurans|tegucigalpa
hungary|hungarian,hungarians|budapest,debrecen
iceland|icelandic,icelanders|reykjavik
india|indian,indians|new delhi,delhi,mumbai,kolkata,chennai,bangalore,bengaluru,hyderabad,kerala,punjab,gujarat,kashmir
indonesia|indonesian,indonesians|jakarta,bali,surabaya,sumatra,java
iran|iranian,iranians,persian|tehran,isfahan,shiraz,mashhad
iraq|iraqi,iraqis|baghdad,mosul,basra,erbil
ireland|irish|dublin,cork,galway
israel|israeli,israelis|jerusalem,tel aviv,haifa
italy|italian,italians|rome,milan,naples,turin,venice,florence,bologna,sicily,sardinia,lombardy,tuscany
ivory coast,cote d'ivoire|ivorian|abidjan
jamaica|jamaican,jamaicans|kingston
japan|japanese|tokyo,osaka,kyoto,hiroshima,fukushima,nagoya,okinawa
jordan|jordanian,jordanians|amman
kazakhstan|kazakh,kazakhs|astana,almaty
kenya|kenyan,kenyans|nairobi,mombasa,kisumu
kosovo|kosovar|pristina
kuwait|kuwaiti|kuwait city
laos|laotian|vientiane
latvia|latvian,latvians|riga
lebanon|lebanese|beirut,tripoli
libya|libyan,libyans|benghazi
lithuania|lithuanian,lithuanians|vilnius,kaunas
luxembourg||
madagascar||antananarivo
malawi||lilongwe
malaysia|malaysian,malaysians|kuala lumpur,penang
mali|malian|bamako,timbuktu
malta|maltese|valletta
mexico|mexican,mexicans|mexico city,guadalajara,tijuana,cancun,monterrey
moldova|moldovan|chisinau
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
paraguay|paraguayan|asuncion
peru|peruvian,peruvians|lima,cusco
philippines|philippine,filipino,filipinos|manila,cebu,davao
poland|polish,poles|warsaw,krakow,gdansk,wroclaw,poznan
portugal|portuguese|lisbon,porto,madeira,algarve
qatar|qatari,qataris|doha
romania|romanian,romanians|bucharest,cluj,transylvania
russia|russian,russians|moscow,saint petersburg,st petersburg,siberia,chechnya,vladivostok
rwanda|rwandan,rwandans|kigali
saudi arabia|saudi,saudis|riyadh,jeddah,mecca
scotland|scottish,scots|edinburgh,glasgow,aberdeen
senegal|senegalese|dakar
serbia|serbian,serbs|belgrade,novi sad
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
sweden|swedish,swedes|stockholm,gothenburg,malmo,uppsala
switzerland|swiss|zurich,geneva,bern,basel,lausanne
syria|syrian,syrians|damascus,aleppo,homs,idlib,raqqa
taiwan|taiwanese|taipei
tanzania|tanzanian,tanzanians|dar es salaam,dodoma,zanzibar
thailand|thai,thais|bangkok,phuket,chiang mai
tunisia|tunisian,tunisians|tunis
turkey,turkiye|turkish,turks|ankara,istanbul,izmir,antalya
uganda|ugandan,ugandans|kampala
ukraine|ukrainian,ukrainians|kyiv,kiev,kharkiv,odesa,odessa,mariupol,lviv,donetsk,crimea,bucha
united arab emirates,uae|emirati|dubai,abu dhabi
united kingdom,uk,britain,great britain|british,britons,brits|london,northern ireland,belfast
england|english|manchester,birmingham,liverpool,leeds,bristol,sheffield,newcastle,oxford,cambridge,cornwall,kent,yorkshire
wales|welsh|cardiff,swansea
united states,usa,us,u.s.,u.s,u.s.a.,america|american,americans|washington,new york,los angeles,chicago,houston,philadelphia,boston,seattle,detroit,miami,atlanta,dallas,denver,phoenix,san francisco,san diego,las vegas,baltimore,new orleans,minneapolis,portland,cleveland,austin,charlotte,nashville,memphis,milwaukee,st louis,pittsburgh,cincinnati,orlando,sacramento,oakland,brooklyn,manhattan,alabama,alaska,arizona,arkansas,california,colorado,connecticut,delaware,florida,hawaii,idaho,illinois,indiana,iowa,kansas,kentucky,louisiana,maine,maryland,massachusetts,michigan,minnesota,mississippi,missouri,montana,nebraska,nevada,new hampshire,new jersey,new mexico,north carolina,north dakota,ohio,oklahoma,oregon,pennsylvania,rhode island,south carolina,south dakota,tennessee,texas,utah,vermont,virginia,west virginia,wisconsin,wyoming
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
# Which of them say "the same land" to each other: a part of the whole contradicts nothing.
WHOLE_OF = {"england": "united kingdom", "scotland": "united kingdom", "wales": "united kingdom"}
LONGEST_NAME = max(len(name.split()) for name in PLACES)
