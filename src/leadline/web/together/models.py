"""What people write while they make a strategy together: one draft in common, who is invited, what each says.

What was shown, said and signed is never rewritten; only an erasure empties it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from leadline.strategy import Role
from leadline.words import PartnerType

WORKS_HERE = settings.AUTH_USER_MODEL
_ROLES = [(one.value, one.value) for one in (Role.CUSTOMER, Role.PARTNER, Role.REPRESENTATIVE, Role.COLLEAGUE)]


class Workspace(models.Model):
    """A draft that several people work on together. `greeting` is what the invited read first."""

    title = models.CharField(max_length=200)
    greeting = models.TextField(blank=True)
    opened_by = models.ForeignKey(WORKS_HERE, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title


class Revision(models.Model):
    """The draft as it stood after somebody changed it; the last one counts, and none is ever lost."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField(help_text="The document, as YAML, without the people who were invited.")
    part = models.CharField(max_length=200, blank=True, help_text="The key of the part that changed; empty for all.")
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(WORKS_HERE, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("workspace", "number"), name="one_revision_a_number"),)

    def __str__(self) -> str:
        return f"revision {self.number}"


class Taken(models.Model):
    """The revision that somebody took into their own draft, so that putting it back loses nobody's words."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(WORKS_HERE, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "person"), name="one_taken_a_person"),)

    def __str__(self) -> str:
        return f"taken by {self.person}"


class Showing(models.Model):
    """What the invited see, frozen: these parts of this revision. A new showing follows; it changes no old one."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="showings")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    keys = models.JSONField(default=list)
    opportunities = models.JSONField(default=list, help_text="Ids and titles of opportunities that can be ranked.")
    shown_at = models.DateTimeField()
    shown_by = models.ForeignKey(WORKS_HERE, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("workspace", "number"), name="one_showing_a_number"),)

    def __str__(self) -> str:
        return f"showing {self.number}"


class Guest(models.Model):
    """Somebody who was invited by a link. The link's token and the browser's key are kept as hashes only."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="guests")
    key = models.CharField(max_length=24, unique=True, help_text="What the operator calls them: guest-….")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=24, choices=_ROLES)
    partner_type = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in PartnerType])
    speaks_for = models.CharField(max_length=200, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    browser_hash = models.CharField(max_length=64, blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(WORKS_HERE, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    consented_at = models.DateTimeField(null=True)
    consent = models.TextField(blank=True, help_text="What they agreed to, as they read it.")
    shown_as = models.CharField(max_length=200, blank=True, help_text="The name or pseudonym that others read.")
    kept_until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.shown_as or self.name

    @property
    def is_market(self) -> bool:
        return Role(self.role).is_market

    @property
    def takes_part(self) -> bool:
        """Whether they agreed, and have not taken it back."""
        return self.consented_at is not None and self.withdrawn_at is None


class Words(models.Model):
    """What one of the invited said about a part, or proposed; and what they were answered."""

    KINDS = ("comment", "wording", "new")
    ANSWERS = ("accepted", "changed", "declined")

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="words")
    showing = models.ForeignKey(Showing, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in KINDS])
    part = models.CharField(max_length=200, help_text="The key of the part; of something new its kind.")
    text = models.TextField()
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, blank=True, choices=[(one, one) for one in ANSWERS])
    reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(WORKS_HERE, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    became = models.CharField(max_length=200, blank=True, help_text="The key of the part that changed because of it.")
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} on {self.part}"


class Vote(models.Model):
    """For or against a part, or a proposal of somebody else; `on` is `part:KEY` or `words:ID`."""

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="votes")
    on = models.CharField(max_length=220)
    is_for = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("guest", "on"), name="one_vote_a_guest_and_thing"),)

    def __str__(self) -> str:
        return f"{'for' if self.is_for else 'against'} {self.on}"


class Ranking(models.Model):
    """Methods or opportunities in the order in which somebody wants them."""

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="rankings")
    of = models.CharField(max_length=20)
    order = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("guest", "of"), name="one_ranking_a_guest_and_list"),)

    def __str__(self) -> str:
        return f"{self.of} in order"


class Signature(models.Model):
    """Somebody put their name to exactly what they were shown: `digest` names it."""

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="signatures")
    showing = models.ForeignKey(Showing, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    day = models.DateField()
    digest = models.CharField(max_length=64)
    parts = models.PositiveIntegerField(help_text="How many parts they had before them.")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"


class Workshop(models.Model):
    """A talk with the company's own people about one company objective (S1.20): who, and what was decided."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="workshops")
    objective = models.CharField(max_length=120, help_text="The company objective's id.")
    held_on = models.DateField()
    who = models.JSONField(default=list)
    decision = models.TextField(blank=True)
    decided_by = models.ForeignKey(WORKS_HERE, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    metric = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("held_on", "pk")

    def __str__(self) -> str:
        return f"workshop on {self.objective}"


class Idea(models.Model):
    """How social media could support the objective (S1.20), or a new way to do business (S1.21)."""

    KINDS = ("support", "new business")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="ideas")
    kind = models.CharField(max_length=12, choices=[(one, one) for one in KINDS])
    text = models.TextField()
    by = models.ForeignKey(WORKS_HERE, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    became = models.CharField(max_length=200, blank=True, help_text="The key of the part that it became.")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:40]}"


class Brief(models.Model):
    """A draft that was put before the executives: its revision never changes; approved, it is a version."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="briefs")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    asks = models.TextField(help_text="What is asked of the executives.")
    unknown = models.TextField(blank=True, help_text="What nobody knows yet, in the strategist's own words.")
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(WORKS_HERE, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(WORKS_HERE, null=True, on_delete=models.SET_NULL, related_name="+")
    in_spite_of = models.TextField(blank=True, help_text="Why it was approved while somebody was against it.")
    version = models.PositiveIntegerField(null=True, help_text="The number of the version that it became.")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("workspace", "number"), name="one_brief_a_number"),)

    def __str__(self) -> str:
        return f"brief {self.number}"


class Stance(models.Model):
    """Where an executive stands (S0.19); the last one of each counts, the earlier ones are kept."""

    SIDES = ("for", "with conditions", "against")

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="stances")
    person = models.ForeignKey(WORKS_HERE, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=16, choices=[(one, one) for one in SIDES])
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.person}: {self.side}"


class Question(models.Model):
    """What an executive asks of a brief, and what the strategist answers."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey(WORKS_HERE, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(WORKS_HERE, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:60]
