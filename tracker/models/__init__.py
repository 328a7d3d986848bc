"""Shapes of rows: columns, constraints, and what a row can answer of itself; nothing here commits."""

from tracker.models.accounts import Account, ApiKey
from tracker.models.base import Base, Logged, Part, table
from tracker.models.changes import Change
from tracker.models.claimants import Claimant, ClaimantLink
from tracker.models.claims import (
    Appearance,
    Claim,
    ClaimAssignee,
    ClaimDocument,
    ClaimNumber,
    ClaimPage,
    ClaimTopic,
    Quantity,
)
from tracker.models.correction_requests import CorrectionRequest
from tracker.models.database import db
from tracker.models.erasures import Erasure, Remnant
from tracker.models.evidence import Evidence, Observation
from tracker.models.external_checks import ExternalCheck
from tracker.models.imports import ArchivedCheck, Import, ImportRow
from tracker.models.label_mappings import LabelMapping
from tracker.models.log import LogCheckpoint, LogCosignature, LogEntry, LogField, LogHead, LogNode
from tracker.models.markup_pages import MarkupPage, MarkupPageCheck
from tracker.models.matches import ClaimMatch
from tracker.models.organizations import Organization
from tracker.models.origins import Origin
from tracker.models.outreach import Comment, Outreach
from tracker.models.publications import Listing, Publication, Rendering
from tracker.models.requests import IdempotencyKey
from tracker.models.scales import Label, Scale
from tracker.models.search import SearchDocument
from tracker.models.sources import Capture, Source, SourceCustodian, SourceIdentity
from tracker.models.vectors import ClaimVector
from tracker.models.verdicts import Verdict, VerdictContributor, VerdictEvidence, VerdictText, Waiver
from tracker.models.webhooks import Delivery, Webhook, WebhookSecret

__all__ = [
    "Account",
    "ApiKey",
    "Appearance",
    "ArchivedCheck",
    "Base",
    "Capture",
    "Change",
    "Claim",
    "ClaimAssignee",
    "ClaimDocument",
    "ClaimMatch",
    "ClaimNumber",
    "ClaimPage",
    "ClaimTopic",
    "ClaimVector",
    "Claimant",
    "ClaimantLink",
    "Comment",
    "CorrectionRequest",
    "Delivery",
    "Erasure",
    "Evidence",
    "ExternalCheck",
    "IdempotencyKey",
    "Import",
    "ImportRow",
    "Label",
    "LabelMapping",
    "Listing",
    "LogCheckpoint",
    "LogCosignature",
    "LogEntry",
    "LogField",
    "LogHead",
    "LogNode",
    "Logged",
    "MarkupPage",
    "MarkupPageCheck",
    "Observation",
    "Organization",
    "Origin",
    "Outreach",
    "Part",
    "Publication",
    "Quantity",
    "Remnant",
    "Rendering",
    "Scale",
    "SearchDocument",
    "Source",
    "SourceCustodian",
    "SourceIdentity",
    "Verdict",
    "VerdictContributor",
    "VerdictEvidence",
    "VerdictText",
    "Waiver",
    "Webhook",
    "WebhookSecret",
    "db",
    "table",
]
