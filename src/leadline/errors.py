"""The one root error: a sentence that says what happened, and an advice that says what to do."""


class LeadlineError(Exception):
    """Something a person can mend. Terminal and page show both sentences, never a traceback."""

    def __init__(self, sentence: str, advice: str) -> None:
        super().__init__(f"{sentence} {advice}")
        self.sentence = sentence
        self.advice = advice
