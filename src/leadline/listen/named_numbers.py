"""Numbers that a text calls somebody's: of an account, a customer, a contract, a membership; and others that are called
one, unless they number a thing.

In: a text. Out: the text with `[account]` in their places. The surprise: the words of ten languages stand here, and
what none of them knows (`NUMERO DE DOSSIER 448221`) is blanked too from six digits on, for every list has an end.
"""

from __future__ import annotations

import re

GAP = "[ .\u00a0\u2010-\u2015-]"
"""What people put between the digits of a number."""
_OF_ACCOUNTS = (
    r"(?:account|acct|customer|client|contract|policy|iban|klant|kunden|kunde|kundref|(?:bank)?konto|rekening|compte(?!u)|contrat|vertrag|klient"
    r"|umow|rachun|polis|poli(?:zz|s)|p[oó]liz|ap[oó]lice|police|versicherungs?(?=n|-)|försäkrings(?=n)|expediente|matr[ií]cola|matrícula"
    r"|abonn?[eéao]|subscri|member|mitglied|medlem|membr|lidmaatschap|lid-?nr|lidnummer|tessera|associad[oa]|abbon|debit(?:or|eur)|carteirinha|sociétaire|holder|assinant|kundnumret|bankgiro|plusgiro"
    r")[\w-]{0,20}+"
    r"|(?:a(?:cc|/c)|c/?c|ag[êe]n(?:cia)|routing(?: number)?|sort(?= \d\d-)|kd|kto(?=[.:]? ?\d|[.: -]{1,2}n)|rib"
    r"|bg(?= \d)"
    r"|pg(?= \d)"
    r"|cta|cpte|rek|r-k|kdnr|cod"
    r"|kund(?:nr|nummer)?"
    r"|abo"
    r"|(?:carte|carta|tarjeta|cartão|karta) (?:de |di |stałego )?(?:fid[eé]lit[eé]|fedeltà|fidelidade?|lojalnościowa)"
    r"|loyalty(?: card)?|rewards|cuenta|kont[ao]|cont[ao]|clientes?|s[oó]ci[oa]|adhérent"
    r"|członkowski|contrat(?:to|os?)|sort code"
    r"|avtal(?:snummer|snr)?)(?!\w)"
)
"""What accounts, customers, members and contracts are called in ten languages, before their number."""
_AMERICAN_PHONE = re.compile(r"(?:001[-.])?[2-9]\d\d([-.])\d{3}\1\d{4}")
_MAY_NAME_ACCOUNT = re.compile(rf"(?<!\w)(?={_OF_ACCOUNTS})")
"""In a text in small letters: without a case to ignore, it is found five times as fast."""
_NUMBER_OF = (
    r"no\.?|nr\.?|n[°º.]|number|nummer|num(?:er|éro|ero|\.)|número|id|ref(?:erence|\.)?|is|ist|lautet|är|est|es|to|è|é|le|el"
    r"|corrente?|corriente|courant|poupança|banc[aá]ri[oa]|bancaire|bankowe(?:go)?|:|#"
)
_NAMED_NUMBER = re.compile(
    rf"\b((?:{_OF_ACCOUNTS})[.]?(?:[\s-]{{0,3}}(?:{_NUMBER_OF})){{0,4}}\s{{0,3}}[:#]?\s{{0,3}}\(?)"
    rf"((?:[A-Z]{{0,3}}[-]?)\d(?:{GAP}?\d){{4,30}})",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b([^\W\d]{0,24}(?:nummer|number|numm?er|numéro|número|numero|nr|matrícula|codice|código|identifiant|login)"
    r"(?:[ .'’-]{1,2}[^\W\d]{1,20}){0,3}[ .]{0,2}[:#(=]{0,2}[ ]{0,2})(\d(?:[ .\u00a0-]?\d){5,20})(?![\w%€$£])",
    re.IGNORECASE,
)
"""A number that is called one, whatever it numbers."""
_MAY_BE_NUMBERED = re.compile("num[bmeé]|núme|nr|matrícula|codice|código|identifiant|login")
_THINGS = (
    r"(?:(?<!o)order|bestel|auftrag|commande|zamów|invoice|fatt?ur|rechnung|ticket|ärende|zgłosz|aanvraag|pakket"
    r"|serienum|seriennum|vorgang|buchung|foutcode|errorcode|zähler|meterstand|fehler"
    r"|\b(?:pedido|ordine\b|fact?ur|fakt|(?<!in )case|track|vers[iã]|wersj|send(?:ung|ing)|zending|suivi|paket|colis"
    r"|model|serial|s[eé]rie|seryjn|artik|produ[ck]|protocol|protokoł|imei|isbn|siren|siret|regon|cnpj|kvk|krs|hrb"
    r"|org\.?[ -]?n|nota fiscal|spedizion|incidencia|reklamation|confirmation|booking|boeking|reserv|dossier|pratica"
    r"|retour|devol|env[ií]o|przesył|paczk|rastre|encomenda|batch|gps|firmware|artíc|articol|prodot|barcode|versand"
    r"|shipment|parcel|pacco|spårn|försändelse|kolli|compteur|contador|contatore|mätar|licznik|medidor|meter\b|odometer"
    r"|storing|error|release|build|zaak|segnalazion|chamado|c[oó]digo de barra|codice a barr|streckkod|code[ -]?barr"
    r"|factuur|garant|gwaranc|warrant|guarantee|receipt|recib|reçu|quittung|kvitt|kassenbon|kassabon|scontrin|paragon"
    r"|cupom|cup[oó]n|coupon|voucher|gutschein|presentkort|tegoedbon|buono\b|typenschild|etiket|label"
    r"|schade|sinistr|siniestr|szkod|flight|vlucht|flug|vuelo|volo\b|voo\b|patent|chassis"
    r"|chip|scan|skan|vacanc|vacature|gerät|toestel|appareil|urządz|zip\b|plz\b"
    r"|kod kresk|strichcode|streepjescode|referência|ocorrência"
    r"|(?:part|vat|iva|btw|ust|ean|nip|cep|sku|po|rma|mac|sn|s/n|lot|dhl|ups|usps|gls|dpd|mwst|tva|gtin|upc|asin|vin"
    r"|postnl|fedex|hermes|correos|inpost)(?:\b|-?id\b|-?n(?:r|o|umm?er)?\b)))"
)
_OF_THINGS = re.compile(_THINGS, re.IGNORECASE)
_THINGS_NUMBER = re.compile(
    rf"(?:{_THINGS})\w{{0,12}}(?:[ .'-]{{1,2}}(?:de |di |d')?\w{{1,10}}){{0,2}}[ .:#°]{{0,3}}$"
    rf"|(?:nummer|number|numéro|número|numero|numer|nr)\.? (?:de |di |d')?(?:{_THINGS})\w{{0,12}}[ :#]{{0,3}}$",
    re.IGNORECASE,
)
"""Things whose numbers lead to nobody but through the company's own books, and are what messages are about."""

_CODE = re.compile(r"\b(?:code|koden?|código|codice|otp|tan)[ :#]{0,3}$", re.IGNORECASE)
"""What is typed in once, where its number follows at once: `código cliente` is none."""
_RIGHT_AFTER = re.compile(
    rf"(?:{_THINGS})\w{{0,12}}"
    r"[ .]{0,2}(?:number|numm?er|num[eé]ro|número|no|nr|n[°º.]|num|id|code|kode)?[ .:#°º-]{0,3}$",
    re.IGNORECASE,
)


def without_accounts(text: str) -> str:
    """Blank numbers that a text names as account, customer, member or contract numbers."""
    return _NAMED_NUMBER.sub(_without_account, text) if _MAY_NAME_ACCOUNT.search(text.casefold()) else text


def _without_account(found: re.Match[str]) -> str:
    return found[0] if _AMERICAN_PHONE.fullmatch(found[2]) else f"{found[1]}[account]"


def without_numbered(text: str) -> str:
    """Blank what is left and called a number, but for the numbers of orders, tickets, parcels and other things."""
    if not _MAY_BE_NUMBERED.search(text.casefold()):
        return text
    return _NUMBERED.sub(lambda found: found[0] if _is_of_a_thing(found) else f"{found[1]}[account]", text)


def numbers_a_thing(before: str, *, closely: bool = False) -> bool:
    """Whether what stands before a number says that it is an order's, an invoice's or another thing's; `closely`: with
    nothing between but “number”.
    """
    return bool((_RIGHT_AFTER if closely else _THINGS_NUMBER).search(before) or _CODE.search(before))


def is_number_of_a_thing(found: re.Match[str]) -> bool:
    """The same of a number that was found in a text."""
    return numbers_a_thing(found.string[max(0, found.start() - 40) : found.start()], closely=True)


def _is_of_a_thing(found: re.Match[str]) -> bool:
    """`order` may stand in the words before `number`, and in those behind it."""
    return bool(
        _CODE.search(found[1]) or _OF_THINGS.search(found.string[max(0, found.start() - 20) : found.start()] + found[1])
    )
