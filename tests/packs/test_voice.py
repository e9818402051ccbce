"""Clips: what is said for what is written, small files in two codings, one name for one text, a loudspeaker only with a sound."""

import io
import shutil

import av
import pytest

from app.packs import cli, sentences, speech, voice
from app.packs.spoken import number, spoken
from tests.sounds import a_tone


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Nộp 8.000 đồng", "Nộp tám nghìn đồng"),
        ("ngày 21/11/2026", "ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu"),
        ("Gọi quầy: 0255 000 0000", "Gọi quầy: không hai năm năm không không không không không không không"),
        ("UBND xã, mã OTP", "Ủy ban nhân dân xã, mã ô tê pê"),
        ("7 giờ 30", "bảy giờ ba mươi"),
        ("051190001234", "không năm một một chín không không không một hai ba bốn"),
    ],
)
def test_numbers_dates_and_short_forms_are_said_as_people_say_them(written, said):
    assert spoken(written) == said


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (105, "một trăm lẻ năm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm lẻ năm"),
        (50_000, "năm mươi nghìn"),
        (1_500_000, "một triệu năm trăm nghìn"),
    ],
)
def test_numbers_in_words(value, words):
    assert number(value) == words


def test_a_changed_sentence_has_no_clip():
    assert speech.key("Mang theo 2 giấy") != speech.key("Mang theo 3 giấy")
    assert speech.key("Mang  theo 2 giấy") == speech.key("Mang theo 2 giấy")
    assert speech.key("Mang theo 2 giấy", "en") != speech.key("Mang theo 2 giấy")


def test_both_codings_play_and_are_small():
    for name, data in a_tone(2.0).items():
        assert len(data) < 9_000, name
        with av.open(io.BytesIO(data)) as file:
            (stream,) = file.streams
            assert stream.channels == 1
            seconds = sum(frame.samples / frame.sample_rate for frame in file.decode(stream))
            assert 1.8 < seconds < 2.3, name


def test_a_loudspeaker_stands_only_where_there_is_a_sound(app, citizen):
    text = "Người giúp bạn"
    assert f"Nghe: {text}" not in citizen.get("/help").text
    folder = app.extensions["gocua.config"].data_dir / "voice"
    folder.mkdir(exist_ok=True)
    for name, data in a_tone(0.5).items():
        (folder / f"{speech.key(text)}.{name}").write_bytes(data)
    from app.database import write
    from app.web.models import new_edition

    write(new_edition)
    app.extensions["gocua.published"].forget()
    page = citizen.get("/help")
    assert f'aria-label="Nghe: {text}"' in page.text
    answer = citizen.client.get(f"/voice/{speech.key(text)}.opus", headers={"Range": "bytes=0-99"})
    assert answer.status_code == 206 and len(answer.data) == 100 and answer.mimetype == "audio/ogg"
    whole = citizen.client.get(f"/voice/{speech.key(text)}.mp3")
    assert whole.mimetype == "audio/mpeg" and "immutable" in whole.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["0" * 20 + ".mp3", "x.mp3", "../keys/master-1.key", "0" * 20 + ".wav"])
def test_no_other_file_can_be_had_as_a_clip(citizen, name):
    citizen.get(f"/voice/{name}", status=404)


def test_the_pages_themselves_say_what_is_to_be_spoken(house):
    with house.app_context():
        wanted = list(sentences.asked_for(house))
    texts = {text for _, text in wanted}
    assert len(wanted) == len(set(wanted)) > 400
    for text in ("Làm giấy khai sinh", "Mang theo 2 giấy", "Bé là trai hay gái?", "Xã Ba Tơ đã nhận", "Bạn đồng ý gửi không?"):
        assert text in texts
    assert {language for language, _ in wanted} == {"vi"}


def test_building_again_speaks_nothing_again(app, monkeypatch):
    class Tone:
        said = 0

        def say(self, text: str) -> bytes:
            import wave

            Tone.said += 1
            out = io.BytesIO()
            with wave.open(out, "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(22_050)
                file.writeframes(b"\x10\x20" * 2_000)
            return out.getvalue()

    monkeypatch.setattr(sentences, "addresses", lambda app: ["/help", "/privacy"])
    first = sentences.build(app, Tone())
    assert first[0] == Tone.said > 5
    assert sentences.build(app, Tone())[:2] == (0, first[0])


def test_espeak_speaks_vietnamese(tmp_path):
    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not installed on this machine")
    size = voice.speak("Làm giấy khai sinh", "vi", tmp_path, voice.Espeak())
    assert 3_000 < size < 20_000
    assert {path.suffix for path in tmp_path.iterdir()} == {".opus", ".mp3"}


def test_without_espeak_the_command_says_what_to_do(app, monkeypatch):
    monkeypatch.setattr(voice.shutil, "which", lambda name: None)
    done = app.test_cli_runner().invoke(cli.voice, ["build"])
    assert done.exit_code == 1 and "install it" in done.output
