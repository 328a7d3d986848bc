"""ClaimReviews as publishers put them on their pages come out as a person reads them.

They lie beside the checkout, or where TRACKER_SHARED_DATA points, and are no part of the project.
"""

import os
from datetime import UTC
from pathlib import Path

import pytest

from tracker.formats.import_files import Reading, read

SHARED = Path(os.environ.get("TRACKER_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data")) / "claimreview"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"left out: there are no real ClaimReviews in {SHARED}")

# claim (in part), claimant, label (how it begins), day of the claim, day of the check, host of the page
READ = {
    "afp_raw.0": ("The US Centers for", "multiple sources", "False", "2020-05-14", "2020-06-24", "factcheck.afp.com"),
    "africa_check_raw.1": ("Interferon alpha-2b", "Mzwandile Masina", "Incorrect", "2020-03-18", "2020-03-27",
                           "africacheck.org"),
    "aos_fatos_raw.0": ("Drauzio Varella", "desinformação", "não_é_bem_assim", "2022-08-11", "2022-08-11",
                        "aosfatos.org"),
    "boom_live_raw.0": ("In Karnataka, teacher", "Facebook Page - NoConversion", "False", "2019-04-10", "2019-04-10",
                        "www.boomlive.in"),
    "comprova_raw.1": ("Vídeo mostra casa", "Boatos de redes sociais", "FALSO: As imagens", "2022-05-23", "2022-05-30",
                       "projetocomprova.com.br"),
    "fatabyyano_raw.1": ("عمانية تحترق", "منشورات مواقع التواصل الاجتماعي", "زائف", "2022-08-21", "2022-08-24",
                         "fatabyyano.net"),
    "india_today_raw.7": ("PM Modi, during a Gujarat", "Social media users", "Mostly false", None, None,
                          "www.indiatoday.in"),
    "lupa_raw.2": ("“BR 277 Foz do Iguaçu", "Post no Facebook", "Falso", "2020-08-31", "2020-08-31",
                   "piaui.folha.uol.com.br"),
    "newtral_fakes_raw.0": ("La orquesta sinfónica", None, "Falso", None, "2022-10-17", "www.newtral.es"),
    "tfc_taiwan_raw.0": ("圖卡：美國要求各國", "Line, FB", "錯誤", "2022-04-04", "2022-04-08", "tfc-taiwan.org.tw"),
    "twenty_minutes_claim_review_page.3": ("Le rôle de l'URSS", "Réseaux sociaux", "really_false", "2022-05-11",
                                           "2022-05-11", "www.20minutes.fr"),
    "vishvas_news_raw.0": ("मौलवी ने कराई", "Facebook user बसंत मलिक", "False", "2022-10-18", "2022-10-18",
                           "www.vishvasnews.com"),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_a_real_review_comes_out_as_a_person_reads_it(name: str) -> None:
    claim, claimant, label, made_on, published_on, host = READ[name]
    (found,) = read((SHARED / f"{name}.ldjson").read_bytes(), Reading(zone=UTC))
    told = found.fields

    assert not found.faults
    assert claim in told["claim_text"]
    assert (told.get("claimant") or {}).get("name") == claimant
    assert told["label"].startswith(label)
    assert told.get("made_on") == made_on
    assert (told["published_at"].date().isoformat() if "published_at" in told else None) == published_on
    assert told["page_url"].startswith(f"https://{host}/")
