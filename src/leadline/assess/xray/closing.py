"""Closing an assessment freezes it: objectives are confirmed against what was known then (S3.16).

In: an x-ray with its findings and opportunities. Out: a numbered row of ASSESSMENTS. Closing the same
content again gives the same version.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from leadline.assess.cubes.present import present_model
from leadline.assess.tables import ASSESSMENTS
from leadline.assess.xray.landscape import XRay
from leadline.assess.xray.opportunities import findings, opportunities
from leadline.engine import Lake, rows, scan
from leadline.engine.memory import remembered
from leadline.errors import LeadlineError
from leadline.words import Company, Department, Estimate, Finding, Month, PartyId, Period


@dataclass(frozen=True)
class Assessment:
    """A closed assessment; `content` holds model, x_ray, findings and opportunities as plain values."""

    version: int
    closed_at: dt.datetime
    period: Period
    digest: str
    content: dict[str, Any]

    def closed_on(self, company: Company) -> dt.date:
        """The day of the closing where the company is, which a strategy names beside the version."""
        return self.closed_at.astimezone(company.tz).date()


@dataclass(frozen=True)
class ClosedVersion:
    """A closed assessment without its content: what a list of them needs."""

    version: int
    closed_at: dt.datetime
    period: Period


def close(lake: Lake, x_ray: XRay, *, now: dt.datetime) -> Assessment:
    """Freeze the x-ray. Raises LeadlineError where there is nothing to freeze."""
    if not x_ray.messages:
        raise LeadlineError("There is nothing to close: no message was read yet.", "Run leadline assess first.")
    content = _plain(x_ray, present_model(lake))
    digest = hashlib.sha256(content.encode()).hexdigest()[:16]
    closed = assessments(lake)
    same = next((one for one in closed if one.digest == digest), None)
    if same is not None:
        return same
    row = {
        "version": len(closed) + 1,
        "closed_at": now,
        "first_day": x_ray.period.first,
        "last_day": x_ray.period.last,
        "digest": digest,
        "content": content,
    }
    if not lake.append(ASSESSMENTS, ASSESSMENTS.of_rows([row])).new:
        return close(lake, x_ray, now=now)  # somebody else closed the version of this number meanwhile
    return next(one for one in assessments(lake) if one.digest == digest)


def assessments(lake: Lake) -> tuple[Assessment, ...]:
    """All closed assessments, oldest first."""
    return remembered(lake, [ASSESSMENTS], "assessments", lambda: _assessments(lake))


def _assessments(lake: Lake) -> tuple[Assessment, ...]:
    return tuple(
        Assessment(
            row["version"],
            row["closed_at"],
            Period(row["first_day"], row["last_day"]),
            row["digest"],
            json.loads(row["content"]),
        )
        for row in rows(scan(lake, ASSESSMENTS).sort("version"))
    )


def closed_findings(closed: Assessment | None) -> dict[str, tuple[Finding, ...]]:
    """The findings as they stood when the assessment was closed, by the opportunity that rests on them."""
    if closed is None:
        return {}
    by_id = {one["id"]: _finding(one) for one in closed.content["findings"]}
    return {
        one["id"]: tuple(by_id[name] for name in one["findings"] if name in by_id)
        for one in closed.content["opportunities"]
    }


def _finding(told: dict[str, Any]) -> Finding:
    return Finding(
        **{
            **told,
            "share": Estimate(**told["share"]),
            "department": Department(told["department"]),
            "party": PartyId(told["party"]),
        }
    )


def closed_versions(lake: Lake) -> tuple[ClosedVersion, ...]:
    """All closed assessments by number, newest first; their contents are not read."""
    told = scan(lake, ASSESSMENTS).select("version", "closed_at", "first_day", "last_day")
    return tuple(
        ClosedVersion(row["version"], row["closed_at"], Period(row["first_day"], row["last_day"]))
        for row in rows(told.sort("version", descending=True))
    )


def assessment(lake: Lake, version: int) -> Assessment | None:
    """One closed assessment, or None where there is none of this number."""
    return next((one for one in assessments(lake) if one.version == version), None)


def assessment_as_of(lake: Lake, month: Month) -> Assessment | None:
    """The newest closed assessment that looks at no day after the month; where all do, the first that was closed."""
    closed = assessments(lake)
    earlier = [one for one in closed if one.period.last <= month.last_day]
    return next(iter(earlier[-1:] or closed), None)


def _plain(x_ray: XRay, model: str) -> str:
    content = {
        "model": model,
        "x_ray": asdict(x_ray),
        "findings": [asdict(one) for one in findings(x_ray)],
        "opportunities": [asdict(one) for one in opportunities(x_ray)],
    }
    return json.dumps(content, default=str, sort_keys=True, ensure_ascii=False)
