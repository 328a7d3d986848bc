"""Organizations in the API."""

from marshmallow import fields

from tracker.domain.gates import GATES
from tracker.schemas.base import In, ObjectOut, Out, Shaped
from tracker.schemas.fields import Distinct, Language, WebUrl, choice, slug, time_zone, words


class Policies(In):
    """Where an organization explains itself."""

    corrections = WebUrl(allow_none=True)
    methodology = WebUrl(allow_none=True)
    principles = WebUrl(allow_none=True)
    unnamed_sources = WebUrl(allow_none=True)
    coverage = WebUrl(allow_none=True)
    feedback = WebUrl(allow_none=True)
    complaints = WebUrl(
        allow_none=True, metadata={"description": "Where to turn with a complaint about us, such as the IFCN's form."}
    )
    funding = WebUrl(allow_none=True)


class OrganizationPatch(In):
    """What can be changed of an organization."""

    name = words()
    slug = slug()
    url = WebUrl(allow_none=True)
    logo_url = WebUrl(allow_none=True)
    languages = Distinct(Language(), least=1, most=50)
    time_zone = time_zone(metadata={"examples": ["Europe/Paris"]})
    policies = fields.Nested(Policies, allow_none=True)
    policy = choice(GATES, metadata={"description": "The gate that publications must pass."})


class OrganizationRef(Out):
    """An organization inside of another object."""

    id = fields.String(required=True)
    slug = fields.String(required=True)
    name = fields.String(required=True)


class OrganizationOut(ObjectOut):
    """An organization."""

    paths = {"self": "/api/v1/organization"}

    slug = fields.String(required=True)
    name = fields.String(required=True)
    url = fields.String(required=True, allow_none=True)
    logo_url = fields.String(required=True, allow_none=True)
    languages = fields.List(fields.String(), required=True)
    time_zone = fields.String(required=True)
    policies = Shaped(Policies, required=True)
    policy = fields.String(required=True)
