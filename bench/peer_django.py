"""The peer on Django REST framework: one file, run in an environment of its own, over the tracker's tables."""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY=os.urandom(16).hex(),
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    INSTALLED_APPS=["rest_framework"],
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BENCH_DATABASE"], "CONN_MAX_AGE": None}
    },
    REST_FRAMEWORK={
        "UNAUTHENTICATED_USER": None,
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    },
)
django.setup()

# Models and serializers can be declared only once the settings stand.
from django.db import models  # noqa: E402  # after setup
from rest_framework import generics, pagination, serializers  # noqa: E402  # after setup


class Claimant(models.Model):
    """Who made a claim."""

    id = models.CharField(primary_key=True, max_length=36)
    name = models.TextField()
    kind = models.TextField()

    class Meta:
        """Ours are the tables."""

        app_label, managed, db_table = "bench", False, "claimant"


class Claim(models.Model):
    """A claim that was checked."""

    id = models.CharField(primary_key=True, max_length=36)
    text = models.TextField()
    language = models.TextField()
    made_on = models.TextField(null=True)
    place = models.TextField(null=True)
    topics = models.JSONField()
    published_label = models.TextField(null=True)
    published_class = models.TextField(null=True)
    first_published_at = models.TextField(null=True)
    public_changed_at = models.TextField(null=True)
    claimant = models.ForeignKey(Claimant, null=True, on_delete=models.DO_NOTHING)

    class Meta:
        """Ours are the tables."""

        app_label, managed, db_table = "bench", False, "claim"


class Publication(models.Model):
    """What was published of a claim: the tracker's snapshot holds verdict, texts and evidence."""

    id = models.CharField(primary_key=True, max_length=36)
    claim = models.ForeignKey(Claim, on_delete=models.DO_NOTHING, related_name="publications")
    number = models.IntegerField()
    kind = models.TextField()
    notice = models.TextField(null=True)
    published_at = models.TextField()
    snapshot = models.JSONField()

    class Meta:
        """Ours are the tables."""

        app_label, managed, db_table = "bench", False, "publication"


class ClaimantSerializer(serializers.ModelSerializer):
    """Who made a claim."""

    class Meta:
        """All fields."""

        model, fields = Claimant, ["id", "name", "kind"]


class PublicationSerializer(serializers.ModelSerializer):
    """A publication with the texts of its verdict and its evidence."""

    texts = serializers.JSONField(source="snapshot.verdict.texts")
    evidence = serializers.JSONField(source="snapshot.evidence")

    class Meta:
        """What a feed tells."""

        model, fields = Publication, ["id", "number", "kind", "notice", "published_at", "texts", "evidence"]


class CheckSerializer(serializers.ModelSerializer):
    """A check as an item of a feed."""

    claimant = ClaimantSerializer()
    publications = PublicationSerializer(many=True)

    class Meta:
        """What a feed tells."""

        model = Claim
        fields = ["id", "text", "language", "made_on", "place", "topics", "published_label", "published_class",
                  "first_published_at", "public_changed_at", "claimant", "publications"]  # fmt: skip


class Pages(pagination.CursorPagination):
    """Keyset pages, as ours."""

    page_size, ordering = 50, ("-public_changed_at", "-id")


class Feed(generics.ListAPIView):
    """The checks that changed last."""

    queryset = (
        Claim.objects.filter(public_changed_at__isnull=False)
        .select_related("claimant")
        .prefetch_related("publications")
    )
    serializer_class, pagination_class = CheckSerializer, Pages


urlpatterns = [path("feed", Feed.as_view()), path("healthz", lambda _request: HttpResponse("alive"))]
application = get_wsgi_application()
