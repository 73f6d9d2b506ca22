"""Speakers, scenes, streams: do they say what they claim, and does a stream hear what is said?"""

from __future__ import annotations

import numpy as np
import pytest

from utils import audio, audio_synthesis, listening, trigger, trigger_study


class OneWord:
    """Says a tone for a trigger and noise for the rest."""

    name = "somebody"

    def say(self, kind, rng):
        if kind == "trigger":
            return np.sin(np.arange(4800) / 3)
        return rng.normal(0, 0.2, 4800)


def test_no_voice_and_no_negative_word_stands_in_two_splits():
    """Are speakers, accents, formant voices and negative words new in each split?"""
    splits = trigger.SPLITS
    for i, one in enumerate(splits):
        for other in splits[i + 1 :]:
            mine, theirs = trigger.bank_speakers(one), trigger.bank_speakers(other)
            for part in (0, 2):
                names = [{s.name.partition("+")[part] for s in group} for group in (mine, theirs)]
                assert not names[0] & names[1]
            assert not set(trigger.FORMANT_VOICES[one]) & set(trigger.FORMANT_VOICES[other])
            for kind in ("confusable", "plain"):
                words = [set(trigger.FORMANT_WORDS[s][kind].split("|")) for s in (one, other)]
                assert not words[0] & words[1]
                words = [
                    {r.word for s in group for r in s.recordings[kind]} for group in (mine, theirs)
                ]
                assert not words[0] & words[1]


def test_every_formant_word_can_be_said():
    """Is each phone of each listed word one that the synthesiser knows?"""
    for kinds in trigger.FORMANT_WORDS.values():
        for words in kinds.values():
            for word in words.split("|"):
                assert set(word.split()) <= set(audio_synthesis.PHONES), word


def test_near_misses_are_new_words():
    """Is an invented confusable word never the trigger, nor one that is tested on?"""
    rng = np.random.default_rng(1)
    made = {trigger.near_miss(rng) for _ in range(2000)}
    assert len(made) > 100
    assert trigger.TRIGGER_PHONES not in made
    for split in ("validation", "test"):
        for kind in ("confusable", "plain"):
            assert not made & set(trigger.FORMANT_WORDS[split][kind].split("|"))


def test_voices_say_the_words_of_another_split_when_asked():
    """Are voices new and words known where both are named, so that each can be tested apart?"""
    mine = trigger.formant_speakers("test", words_of="train")
    assert [s.voice for s in mine] == [s.voice for s in trigger.formant_speakers("test")]
    known = trigger.FORMANT_WORDS["train"]
    for speaker in mine:
        assert speaker.words["confusable"] == known["confusable"].split("|")
        assert not speaker.inventive


def test_a_scene_has_the_shares_that_were_asked_for():
    """Is no trigger said without its share, and are six in ten other words confusable?"""
    scene = trigger.scene(OneWord(), 600, np.random.default_rng(4), 0.0, 0.6)
    kinds = [kind for kind, _, _ in scene.words]
    assert not scene.events
    assert "trigger" not in kinds
    assert abs(kinds.count("confusable") / len(kinds) - 0.6) < 4 * np.sqrt(0.24 / len(kinds))


def test_varied_clips_stay_with_their_labels_and_change_a_little():
    """Does each clip come once an epoch, with its labels, moved by one band at most, differently?"""
    features = np.zeros((7, 30, 12), np.float32)
    features[:, :, 5] = 10.0  # One loud band that can be followed.
    labels = np.arange(7, dtype=float)[:, None, None] * np.ones((1, 4, 1))
    data = trigger_study.varied_clips(features, labels, labels[..., 0], 3)
    epochs = []
    for _ in range(20):
        batches = [data[i] for i in range(len(data))]
        order = np.concatenate([y[:, 0, 0] for _, y, _ in batches])
        assert len(set(order)) == len(order) == 6
        assert all((y[..., 0] == w).all() for _, y, w in batches)
        epochs.append(np.concatenate([x[:, 0].argmax(axis=1) for x, _, _ in batches]))
        assert all(np.abs(x.max(axis=2) - 10).max() <= 0.1001 for x, _, _ in batches)
        data.on_epoch_end()
    assert set(np.concatenate(epochs)) == {4, 5, 6}
    assert (features[:, :, 5] == 10.0).all()


@pytest.mark.parametrize("split", trigger.SPLITS)
def test_every_speaker_says_every_kind(split):
    """Is each word audible sound, whole milliseconds long, for both kinds of speaker?"""
    rng = np.random.default_rng(2)
    for speaker in [*trigger.bank_speakers(split, 0.1), *trigger.formant_speakers(split)[:4]]:
        for kind in trigger.KINDS:
            word = speaker.say(kind, rng)
            assert len(word) % audio.SAMPLES_PER_MS == 0
            assert 150 < audio.milliseconds(word) < 2500, (speaker.name, kind)
            assert 0.2 < np.abs(word).max() < 2.0


def test_playing_faster_raises_the_pitch():
    """Is a tone of 440 Hz one of 550 Hz when played at 1.25 times the speed?"""
    tone = np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000)
    fast = trigger.played_at(tone, 1.25)
    assert len(fast) == 12_800
    spectrum = np.abs(np.fft.rfft(fast))
    assert abs(spectrum.argmax() * 16_000 / len(fast) - 550) < 2


def test_scenes_say_what_lies_where():
    """Do words of a scene not overlap, and is the sound where the list says, and silent elsewhere?"""
    scene = trigger.scene(OneWord(), 30, np.random.default_rng(3), trigger_share=0.5)
    assert scene.seconds == 30
    ends = [0.0]
    for _, start, end in scene.words:
        assert start >= ends[-1] + 0.4 - 1e-9
        assert end - start == pytest.approx(0.3)
        ends.append(end)
    assert scene.events == [end for kind, _, end in scene.words if kind == "trigger"]
    assert 3 < len(scene.events) < len(scene.words)
    assert ends[-1] <= 29
    frequency = 16_000 / 3 / (2 * np.pi)
    for kind, start, end in scene.words:
        part = scene.sound[int(start * 16_000) : int(end * 16_000)]
        peak = np.fft.rfftfreq(len(part), 1 / 16_000)[np.abs(np.fft.rfft(part)).argmax()]
        assert (abs(peak - frequency) < 10) == (kind == "trigger")


def test_a_missing_bank_is_said_to_be_missing(tmp_path):
    """Are a missing folder, an unknown split and a broken pair of files told in words?"""
    import shutil

    with pytest.raises(FileNotFoundError, match=r"index\.tsv"):
        trigger.load_recordings("train", tmp_path)
    with pytest.raises(audio.AudioError, match="train, validation, test"):
        trigger.load_recordings("dev")
    folder = trigger.DATA_FOLDER / "trigger_words"
    shutil.copy(folder / "index.tsv", tmp_path)
    shutil.copy(folder / "validation.ogg", tmp_path / "train.ogg")
    with pytest.raises(audio.AudioError, match="do not fit"):
        trigger.load_recordings("train", tmp_path)


def causal_model(frames=16, stride=4):
    import keras

    keras.utils.set_random_seed(0)
    inputs = keras.Input((None, audio.MEL_BANDS))
    x = keras.layers.Conv1D(8, frames, strides=stride, activation="tanh")(inputs)
    x = keras.layers.Conv1D(8, 3, padding="causal", activation="tanh")(x)
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(x))


@pytest.mark.parametrize("chunk_ms", [40, 200, 1000])
def test_a_stream_hears_what_the_whole_recording_says(chunk_ms):
    """Are the outputs those of the whole recording, whatever the chunks, once it has heard enough?"""
    model = causal_model()
    sound = np.random.default_rng(4).normal(0, 0.1, 6 * 16_000).astype(np.float32)
    (whole,) = listening.probabilities_of(model, [sound])
    listener = listening.Listener(model, 4, chunk_ms, context_ms=800)
    streamed = listening.stream(listener, sound).probabilities
    # The stream's step k ends with frame 4 k + 3, the recording's step t with frame 4 t + 15.
    np.testing.assert_allclose(streamed[3 + 20 :], whole[20:], atol=1e-4)
    assert len(streamed) == len(whole) + 3


def test_recordings_of_different_lengths_are_heard_each_for_itself():
    """Are outputs the same whether recordings are heard together or alone?"""
    model = causal_model()
    rng = np.random.default_rng(5)
    sounds = [rng.normal(0, 0.1, n) for n in (8000, 16_000, 8000)]
    together = listening.probabilities_of(model, sounds)
    for sound, probabilities in zip(sounds, together, strict=True):
        (alone,) = listening.probabilities_of(model, [sound])
        np.testing.assert_allclose(probabilities, alone, atol=1e-5)


@pytest.mark.parametrize(("chunk", "context"), [(50, 1000), (200, 1010), (0, 400), (200, 0)])
def test_chunks_that_fit_no_step_are_refused(chunk, context):
    """Is it said that chunk and context are multiples of the output step?"""
    with pytest.raises(audio.AudioError, match="multiples of 40 ms"):
        listening.Listener(causal_model(), 4, chunk, context)


def test_a_context_shorter_than_a_window_is_refused():
    """Is it said, and not answered with fewer outputs than there are steps?"""
    listener = listening.Listener(causal_model(), 4, 200, 40)
    with pytest.raises(audio.AudioError, match="make it longer"):
        listener.hear(np.zeros(3200))


def counted(true, detected, tolerance, seconds):
    return {"events": len(true), "found": len(detected), "seconds": seconds}


def test_voices_are_pooled_with_clocks_of_their_own():
    """Is an event of one voice out of reach of the next one's detections, and nothing lost?"""
    scenes = [trigger.Scene(np.zeros(16_000 * 5), [4.9]), trigger.Scene(np.zeros(16_000 * 5), [])]
    seen = {}

    def score(true, detected, tolerance, seconds):
        seen.update(true=true, detected=detected, seconds=seconds)
        return {}

    trigger_study.pooled(score, scenes, [[], [0.0]], tolerance=1.0)
    assert seen["seconds"] == 10
    assert seen["detected"][0] - seen["true"][0] > 1.0


def test_intervals_come_from_drawing_voices():
    """Is the interval a single point when all voices are alike, and wide when one differs?"""
    alike = [trigger.Scene(np.zeros(16_000), [0.1, 0.2])] * 6
    rng = np.random.default_rng(6)
    scores = trigger_study.scores_over_voices(counted, alike, [[0.5]] * 6, 0.5, rng)
    assert scores["events"] == (12, 12, 12)
    mixed = [*alike[:5], trigger.Scene(np.zeros(16_000), [0.1] * 20)]
    scores = trigger_study.scores_over_voices(counted, mixed, [[]] * 6, 0.5, rng)
    assert scores["events"].low < scores["events"].estimate < scores["events"].high
    with pytest.raises(ValueError, match="6 scenes and 1 lists"):
        trigger_study.pooled(counted, mixed, [[]], 0.5)


def test_false_alarms_are_cut_out_with_what_was_said():
    """Are detections after a trigger left alone, and others cut out with the word before?"""
    sound = np.arange(10 * 16_000, dtype=float)
    words = [("trigger", 1.0, 1.5), ("plain", 4.0, 4.6)]
    scene = trigger.Scene(sound, [1.5], words, "somebody")
    alarms = trigger_study.false_alarms(scene, [1.6, 4.8, 9.0], 0.75)
    assert [(a.second, a.said) for a in alarms] == [(4.8, "plain"), (9.0, "nothing")]
    assert alarms[0].sound[0] == pytest.approx(3.3 * 16_000, abs=1)


def test_the_threshold_is_the_middle_of_the_best():
    """Is a flat top cut in the middle, not at an edge?"""
    assert trigger_study.middle_of_best([0.1, 0.2, 0.3, 0.4, 0.5], [0.5, 0.9, 0.9, 0.9, 0.2]) == 0.3


def test_the_slider_falls_back_without_ipywidgets(monkeypatch, capsys):
    """Is picture and count shown where there are no widgets?"""
    import sys

    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    scene = trigger.Scene(np.zeros(16_000 * 3, np.float32), [], [], "x")
    alarm = trigger_study.false_alarms(scene, [2.0], 0.5)
    curves = {"one": [(0.2, 1.0, 30.0), (0.5, 5.0, 10.0)]}
    trigger_study.ThresholdSlider(curves, lambda threshold: alarm, 0.5)._ipython_display_()
    assert "1 false alarms at 0.50" in capsys.readouterr().out
