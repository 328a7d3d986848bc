"""What units are called: by names, by symbols and by the words of currencies, each with what pint calls it."""

from collections.abc import Mapping

# What pint has no dimension for, each with what one of it is of the first.
WITHOUT_DIMENSION: Mapping[str, Mapping[str, str]] = {
    "part": {
        "share": "1", "fraction": "1", "percent": "0.01", "%": "0.01", "pct": "0.01", "‰": "0.001", "permille": "0.001",
        "promille": "0.001", "ppm": "0.000001", "ppb": "0.000000001",
    },
    "percentage point": {
        **dict.fromkeys(("percentage points", "percentage point", "percent points", "% points", "pp", "p.p"), "1"),
        **dict.fromkeys(("basis points", "basis point", "bp", "bps"), "0.01"),
    },
    "times": dict.fromkeys(("times", "fold", "x"), "1"),
    "person": dict.fromkeys("person persons people capita head inhabitant inhabitants".split(), "1"),
}  # fmt: skip
# Symbols are what they are by their case: MW and mW, Mbit and MB.
SYMBOLS: Mapping[str, str] = {
    symbol: symbol
    for symbol in (
        "nm mm cm dm m km mg g kg t Mt Gt ms s min h d ha ml cl dl l hl mW W kW MW GW TW Wh kWh MWh GWh TWh "
        "J kJ MJ GJ TJ PJ EJ cal kcal mV V kV Hz kHz MHz GHz Pa hPa kPa MPa mbar bar bit kbit Mbit Gbit Tbit "
        "B kB MB GB TB PB KiB MiB GiB TiB ft yd oz lb"
    ).split()
} | {
    "kt": "kilotonne", "mL": "ml", "L": "l", "KB": "kB", "kb": "kbit", "Mb": "Mbit", "Gb": "Gbit", "kbps": "kbit/s",
    "Mbps": "Mbit/s", "Gbps": "Gbit/s", "\N{GREEK SMALL LETTER MU}g": "microgram",
    "\N{GREEK SMALL LETTER MU}m": "micrometer",
}  # fmt: skip
# Names that pint knows by themselves, in the singular, and those that it calls otherwise.
NAMES = frozenset(
    "second minute hour day week month year century meter metre kilometer kilometre centimeter centimetre "
    "millimeter millimetre mile yard foot inch km cm mm hectare acre kilogram gram kg tonne pound ounce lb liter litre "
    "milliliter millilitre gallon watt kilowatt megawatt gigawatt terawatt joule kilojoule megajoule gigajoule "
    "bit kilobit megabit gigabit byte kilobyte megabyte gigabyte terabyte petabyte volt kilovolt "
    "megatonne gigatonne kilotonne milligram microgram hertz kilohertz megahertz gigahertz calorie kilocalorie pascal "
    "hectopascal kilopascal knot".split()
)
OTHERWISE: Mapping[str, str] = {
    "barrels": "oil_barrel", "barrel": "oil_barrel", "feet": "foot", "inches": "inch", "tons": "tonne", "ton": "tonne",
    "metric tons": "tonne", "metric ton": "tonne", "metric tonnes": "tonne", "kilo": "kilogram", "kilos": "kilogram",
    "lbs": "pound", "kwh": "kilowatt_hour", "mwh": "megawatt_hour", "gwh": "gigawatt_hour", "twh": "terawatt_hour",
    "mw": "megawatt", "gw": "gigawatt",
    "kw": "kilowatt", "tw": "terawatt", "mph": "mile_per_hour", "kph": "kilometer_per_hour",
    "kmh": "kilometer_per_hour", "knots": "knot", "nautical mile": "nautical_mile", "nautical miles": "nautical_mile",
    "centuries": "century", "decade": "ten_years", "decades": "ten_years", "sec": "second", "secs": "second",
    "mins": "minute", "hr": "hour", "hrs": "hour",
    "yr": "year", "yrs": "year", "megatons": "megatonne", "gigatons": "gigatonne", "kilotons": "kilotonne",
    "sqm": "meter**2", "sqkm": "kilometer**2",
    **{f"{size}watt{joint}hour{many}": f"{size}watt_hour"
       for size in ("kilo", "mega", "giga", "tera") for joint in (" ", "-", "") for many in ("", "s")},
}  # fmt: skip
PREFIXES = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
CELSIUS = frozenset({"degrees celsius", "degree celsius", "°c", "celsius", "degrees c"})
FAHRENHEIT = frozenset({"degrees fahrenheit", "degree fahrenheit", "°f", "fahrenheit", "degrees f"})
KELVIN = frozenset({"kelvin", "kelvins", "k", "°k", "degrees kelvin"})
