"""Home of the invented company as it may look in a good month, for the promises of its template."""

from decimal import Decimal

from leadline.web.grammar.months import Months
from leadline.web.home.page import HomePage, Next, ObjectiveLine, Step, Stop, Warned, Worth
from leadline.words import Grade, Money, Month


def euro(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


OCTOBER = Month(2026, 10)

HOME = HomePage(
    finding="Calls fell 11 % since the page answers within the hour",
    lede="Against what would have happened without it, 95 % interval 7 to 15 %. Four of five checks passed. "
    "One line is still assumed.",
    steps=(
        Step("Objectives", "/strategy/", "done", "4 given, all with an owner"),
        Step("Assessment", "/assess/", "done", "closed 30 September"),
        Step("Strategy", "/strategy/", "now", "version 7, one signature missing"),
        Step("Execution plan", "/programs/", "done", "3 programs running"),
        Step("Budgets and ROI", "/value/", "done", "€ 62k a month priced"),
        Step("Measure and tune", "/measure/", "open", "October closes on Monday"),
    ),
    stops=(
        Stop("Listen", "/listen/", "done", "184,203", "messages, 6 sources, last 4 min ago"),
        Stop("Assess", "/assess/", "done", "Support", "holds 31 % of the pain and 8 % of the spend"),
        Stop("Strategy", "/strategy/", "wait", "Version 7", "signed by 9 of 10 from the market; 2 remarks"),
        Stop("Programs", "/programs/", "done", "96.2 %", "answered within the hour, worst 1 h 48 min"),
        Stop("Measure", "/measure/", "done", "−11.1 %", "calls [−15, −7], supported"),
        Stop("Value", "/value/", "done", "€ 41k", "a month supported; € 17k only assumed", is_money=True),
        Stop("Report", "/report/", "wait", "Draft", "due Monday, for three groups"),
    ),
    objectives=(
        ObjectiveLine(
            "Lower cost to serve",
            "/strategy/",
            "customer care",
            "by March 2027",
            "4,310",
            "target 4,000",
            "calls a day, was 4,864",
            "good",
            Grade.SUPPORTED,
            "service on the page → calls",
            Worth(euro(41_200), euro(26_000), euro(57_000)),
        ),
        ObjectiveLine(
            "Keep more customers",
            "/strategy/",
            "customer base",
            "by June 2027",
            "1.9",
            "target 1.6 %",
            "churn a month, was 2.0",
            "warn",
            Grade.CORRELATED,
            "VIP community → satisfaction → churn",
            Worth(euro(12_000), euro(-4_000), euro(29_000)),
        ),
        ObjectiveLine(
            "Hire 40 field engineers",
            "/strategy/",
            "people",
            "by January",
            "23",
            "target 40",
            "7 came through champions",
            "good",
            Grade.TESTED,
            "champions in two of four regions",
            Worth(euro(9_000), euro(6_000), euro(13_000)),
        ),
        ObjectiveLine(
            "Market share in the north +20 %",
            "/strategy/",
            "region north",
            "by 2027",
            "11.2",
            "13.4 %",
            "needs 500 → 1,060 followers",
            "",
            Grade.ASSUMED,
            "followers → site traffic; 9 more weeks would tell",
            Worth(euro(17_000), note="not counted as proven"),
        ),
    ),
    worth={
        Grade.TESTED: euro(9_000),
        Grade.SUPPORTED: euro(41_200),
        Grade.CORRELATED: euro(12_000),
        Grade.ASSUMED: euro(17_000),
    },
    warnings=(
        Warned("Router R7 reboots", "31 in 6 h, 2 expected · to Product and Procurement", "/measure/", "error"),
        Warned("Strike rumour at the depot", "12 in a day · to Logistics", "/measure/", "warning"),
    ),
    next=Next(
        "One representative has not signed version 7: Nordhandel, your largest dealer. Their comment on delivery times "
        "is unanswered for 6 days.",
        "Answer Nordhandel",
        "/strategy/",
    ),
    months=Months(OCTOBER, (OCTOBER, Month(2026, 9), Month(2026, 8))),
)
