"""Names in the town. All are invented, like the town itself; web addresses end in .example, which nobody can own."""

STREET_STEMS: tuple[tuple[str, ...], ...] = (
    (
        "Brouwers",
        "Wevers",
        "Kuipers",
        "Zadelmakers",
        "Vis",
        "Boter",
        "Klooster",
        "Lakenvollers",
        "Touwslagers",
        "Smeden",
    ),
    ("Molenaars", "Zaag", "Hoogaars", "Lijnslagers", "Botter", "Tjalk", "Pluut", "Schouw", "Spoor", "Sluiswachters"),
    (
        "Boomgaard",
        "Bongerd",
        "Goudrenet",
        "Sterappel",
        "Reinette",
        "Moerbei",
        "Kwets",
        "Bellefleur",
        "Hoogstam",
        "Pluk",
    ),
    (
        "Wilgen",
        "Elzen",
        "Vlier",
        "Hazelaar",
        "Lijsterbes",
        "Gagel",
        "Sleedoorn",
        "Esdoorn",
        "Ratelpopulier",
        "Kornoelje",
    ),
    ("Riet", "Lisdodde", "Karekiet", "Roerdomp", "Waterhoen", "Kalmoes", "Zegge", "Krabbenscheer", "Fuut", "Plomp"),
    ("Rogge", "Gerste", "Haver", "Tarwe", "Spelt", "Boekweit", "Koolzaad", "Lijnzaad", "Korenbloem", "Dorsvlegel"),
    ("Stuwadoors", "Kraan", "Loods", "Meerpaal", "Bolder", "Steiger", "Scheepsbouwers", "Ketting", "Anker", "Lichter"),
    ("Dijk", "Kerk", "Terp", "Hooi", "Wetering", "Kavel", "Sloot", "Polder", "Gemaal", "Rietland"),
)
"""First halves of street names, a theme a district."""

STREET_ENDS: tuple[tuple[str, ...], ...] = (
    ("straat", "steeg", "gang", "kade"),
    ("straat", "laan", "kade", "plein"),
    ("straat", "hof", "laan", "plantsoen"),
    ("hof", "erf", "pad", "weide"),
    ("oever", "kade", "singel", "laan"),
    ("straat", "veld", "laan", "akker"),
    ("weg", "kade", "straat", "haven"),
    ("weg", "laan", "dijk", "pad"),
)

HOUSE_NAMES = (
    "De Vlieger", "Het Anker", "'t Trefpunt", "De Lantaarn", "De Ooievaar", "Het Kompas", "De Brug", "De Waaier",
    "Het Vlot", "De Hoeksteen", "De Rietpluim", "De Kersenbloesem", "De Bongerd", "Het Baken", "De Schakel",
    "De Linde", "De Wissel", "Het Palet", "De Wijde Blik", "De Kiem", "De Klinker", "'t Bruggetje", "De Tjalk",
    "Het Zonnehuis", "De Kajuit", "De Windroos", "De Regenboog", "De Koperwiek", "Het Kruispunt", "De Ponton",
    "De Dageraad", "De Grutto", "De Esdoorn", "Het Web", "De Plataan", "De Golfslag", "De Haard", "'t Hoekhuis",
    "De Zaaier", "De Kievit", "De Meent", "Het Spoorhuis", "De Sluis", "De Karavaan", "De Zonnebloem", "De Vonk",
    "De Hazelaar", "Het Veerhuis", "De Roerdomp", "De Driehoek", "De Zwaluw", "De Uitkijk", "De Mast", "De Buut",
    "De Toren", "De Bolder", "Het Atelier", "De Kraanvogel", "De Lisdodde", "De Nachtegaal", "De Parel", "De Loods",
    "De Oogst", "De Kaardebol", "De Waterlelie", "De Wilg", "Het Kasteeltje", "De Reiger", "De Boei", "Het Roer",
    "De Stelling", "De Houtzager", "De Meerkoet", "Het Erf", "De Spil", "De Akker", "De Kweek", "De Vlinderhof",
    "De Zeilmaker",
)  # fmt: skip

ORGANISATIONS: tuple[tuple[str, str], ...] = (
    ("library", "Bibliotheek Waardveen"),
    ("welfare", "Stichting Welzijn Waardveen"),
    ("youth", "Jongerenwerk Waardveen"),
    ("care", "Zorggroep De Waardse Hoven"),
    ("workshop", "Werkplaatsen aan de Ringvaart"),
    ("mind", "Inloop De Lichtboei"),
    ("newcomers", "Stichting Nieuwkomers Waardveen"),
    ("housing", "Woonstichting Gaardestede"),
    ("sport", "Sportbedrijf Waardveen"),
    ("playground", "Speeltuinbond Waardveen"),
    ("farm", "Stichting Kinderboerderijen Waardveen"),
    ("reuse", "Kringloopgroep Tweede Ronde Waardveen"),
    ("protestant", "Protestantse Wijkgemeenten Waardveen"),
    ("parish", "Parochie De Vier Singels Waardveen"),
    ("mosque", "Moskeevereniging Waardveen"),
    ("evangelical", "Evangelische Gemeente De Oever Waardveen"),
    ("arts", "Cultuurhuizen Waardveen"),
    ("gardens", "Vereniging Waardveense Tuinders"),
    ("municipality", "Gemeente Waardveen"),
    ("schools", "Scholengroep Ringvaart Waardveen"),
    ("village", "Dorpscoöperatie Oudewaard"),
    ("neighbours", "Buurtkamers Waardveen"),
    ("older", "Ouderenbond Waardveen"),
    ("runners", "Loop- en wandelclub Waardveen"),
    ("table", "Stichting Samen aan Tafel Waardveen"),
)


def street_name(district: int, number: int) -> str:
    """A street name in the theme of a district (1 to 8)."""
    stems, ends = STREET_STEMS[district - 1], STREET_ENDS[district - 1]
    return f"{stems[number % len(stems)]}{ends[number // len(stems) % len(ends)]}"


def website(name: str) -> str:
    """A web address that cannot exist: .example is reserved (RFC 2606)."""
    kept = "".join(
        letter for letter in name.lower().replace("ö", "o").replace(" ", "-") if letter.isalnum() or letter == "-"
    )
    return f"https://{kept}.example"
