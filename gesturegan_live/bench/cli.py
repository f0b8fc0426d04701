"""The commands ``gesturegan-live bench …``: each calls its measurement and prints it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gesturegan_live.command_line import CommandLine
from gesturegan_live.show.config import MAX_VOICES

app = CommandLine(
    no_args_is_help=True, help="Measure speed and quality; each command's --help says what its figures mean."
)

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value instead of lines or a table.")]
PlotOption = Annotated[
    Path | None, typer.Option("--plot", help="Draw the result into this PNG file (pip install 'gesturegan[bench]').")
]
CodecOption = Annotated[
    str | None,
    typer.Option("--codec", help="Read the model's images as those of another codec, to measure what that costs."),
]
BundleOption = Annotated[str, typer.Option(help="The model: a bundle's folder, or the name of one.")]
BackendOption = Annotated[str | None, typer.Option(help="openvino or tensorflow; if not given, as `play` chooses.")]
BlockOption = Annotated[int, typer.Option(help="Frames in a block of the sound card.", min=16, max=8192)]


@app.command()
def start(as_json: JsonOption = False) -> None:
    """How many seconds pass from starting `gesturegan-live play` to the first sound.

    A fresh process is started, on the default sound card (without one, a clock takes its place); its `/status` is asked
    over UDP until the output's peak passes -60 dB. The first start ever compiles the sound kernels and takes longer:
    run this twice.

    first_sound_s: those seconds; import_s: processor seconds from the start of the audio process until it has imported
    what it needs, the compiler among it (no other process imports that); compile_s: processor seconds that it then
    takes to compile its kernels or, where they are in the cache, to load them, and to try them; device: what was played
    on. The other processes import, too, and the generator reads its network: beside the audio process, which is ready
    last where kernels are compiled.
    """
    from gesturegan_live.bench.start import measure

    result = measure()
    if as_json:
        typer.echo(json.dumps(result))
    else:
        typer.echo(f"first sound after {result['first_sound_s']} s on {result['device']}")
        typer.echo(f"the audio process: {result['import_s']} s to import, {result['compile_s']} s to compile or load")


@app.command()
def latency(
    trials: Annotated[int, typer.Option(help="How many moves to time.", min=1)] = 300,
    block_size: BlockOption = 128,
    bundle: BundleOption = "textures",
    backend: BackendOption = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """How many milliseconds pass from a packet to what is heard of it, without the sound card's own buffer.

    A fresh `gesturegan-live play` is started with one voice, frozen, whose point is moved at random moments. A trial
    lasts from just before `sendto()` of a `/z` message to the end of the first window of 256 samples whose log spectrum
    is closer to the new point's than to the old one's (windows every 4 samples, references heard beforehand). A second
    JACK client hears the samples in the cycle in which the instrument hands them over; the moment of sending is read on
    JACK's own frame clock (a frame fine), so that no two clocks are compared. With no JACK server (or no JACK-Client:
    the extra `bench`), the null device is measured: the instrument runs with a copy of its output going to a pipe, and
    frames are dated by the null device's clock (right to some tenths of a millisecond, never too short).

    p1_ms, p50_ms, p99_ms: of all trials that could be judged; device_ms: what the device adds, as JACK's driver
    reports it, in none of the others; unheard: no change within 150 ms (counted as 150); unjudged: the old sound was
    not at rest, or the listener missed some of it (made again for a minute, and counted nowhere else).

    During the trials: late_by_clock, blocks that took longer than their time, from when the callback has the
    interpreter; stolen_blocks, those of them whose thread never slept, and worked and waited for others on its
    processor no longer than their time: a virtual machine's host had taken that away, for others or because the machine
    had used up its share (told by Linux with CONFIG_PARAVIRT_TIME_ACCOUNTING and CONFIG_SCHED_INFO; 0 elsewhere);
    late_blocks, the others, without those that are excused, that is, that would have been in time without the stalls of
    processors meanwhile. Stalls are noticed by the kernel's own samples of every processor (Linux, with
    `kernel.perf_event_paranoid` at 0 or CAP_PERFMON; elsewhere nothing is excused and the next two are null).
    excused_by_chance: how many of those not stolen would on average have been excused by stalls that merely coincide;
    stalled_ms, how long processors stalled, all together; xruns, dropouts that the device reported.
    """
    from gesturegan_live.bench.latency import measure

    result, milliseconds = measure(trials, block_size, bundle, backend)
    if plot is not None:
        from gesturegan_live.bench.plot import latency_histogram

        latency_histogram(result, milliseconds, plot)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(result)))
        return
    spread = None if result.p99_ms is None or result.p1_ms is None else round(result.p99_ms - result.p1_ms, 2)
    typer.echo(f"median {result.p50_ms} ms, p99 {result.p99_ms} ms, p99 - p1 {spread} ms on {result.device}")
    typer.echo(f"the device adds {result.device_ms} ms; {result.line()}")
    typer.echo(f"{result.trials} trials: {result.unheard} unheard, {result.unjudged} unjudged")


@app.command()
def voices(
    voices: Annotated[int, typer.Option(help="How many voices play and move.", min=1, max=MAX_VOICES)] = 32,
    seconds: Annotated[float, typer.Option(help="How long to measure.", min=2.0)] = 60.0,
    curve: Annotated[bool, typer.Option("--curve", help="Instead, 1, 2, 4 … 64 voices, for so long each.")] = False,
    block_size: BlockOption = 256,
    bundle: BundleOption = "textures",
    codec: CodecOption = None,
    backend: BackendOption = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """How many voices can move all the time: late blocks, loads, and how often each gets a new image.

    A fresh `gesturegan-live play` is started on the default sound card (without one, a clock takes its place), every
    gate open; every voice is sent a new random point 30 times a second. Two seconds of it pass before anything is
    counted.

    late_blocks, late_by_clock, stolen_blocks, excused_by_chance, xruns, stalled_ms: as in `bench latency`; load_p50,
    load_p99: share of its time that a single block takes, by the clock (counted in steps of 12 %, rounded up);
    updates_per_s_per_voice, updates_per_s_slowest: points of which the generator made sound, a second: of a voice in
    the mean, and of the voice with the fewest over the whole time; moves_per_s_per_voice: points that were sent. With
    --curve, a list of such values.
    """
    from gesturegan_live.bench.voices import LADDER, measure

    runs = [measure(count, seconds, block_size, bundle, backend, codec) for count in (LADDER if curve else (voices,))]
    results = [result for result, _ in runs]
    if plot is not None:
        from gesturegan_live.bench.plot import load_over_time, voices_curve

        if curve:
            voices_curve(results, plot)
        else:
            load_over_time(*runs[0], plot)
    rows = [dataclasses.asdict(result) for result in results]
    if as_json:
        typer.echo(json.dumps(rows if curve else rows[0]))
        return
    counted = ("voices", "late", "by the clock", "stolen", "xruns")
    table = Table(*counted, "load, median", "load, p99", "updates/s", "slowest voice", box=None)
    for result in results:
        loads = (f"{100 * result.load_p50:.0f} %", f"{100 * result.load_p99:.0f} %")
        blocks = result.late_blocks, result.late_by_clock, result.stolen_blocks
        counts = map(str, (result.voices, *blocks, result.xruns))
        updates = (f"{result.updates_per_s_per_voice:.1f}", f"{result.updates_per_s_slowest:.1f}")
        table.add_row(*counts, *loads, *updates)
    Console().print(table)


@app.command()
def morph(
    moves: Annotated[
        int, typer.Option(help="How many moves, of the drone that plays and of the frozen one.", min=1)
    ] = 1000,
    preset: Annotated[str | None, typer.Option(help="Where to begin; if not given, the model's first drone.")] = None,
    bundle: BundleOption = "textures",
    codec: CodecOption = None,
    backend: BackendOption = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Whether a drone clicks when its point is moved.

    Made offline, faster than real time, by the instrument's own generator and engine: one voice, once playing at rate 1
    and once frozen, is moved at random samples, 60 to 250 ms apart: half of the moves a little (0.05 to 0.3 standard
    deviations), half anywhere among nine families of steady sounds. As in a performance, the part of the image that is
    about to be heard comes first and the rest 2 to 20 ms later.

    What a click sticks out in is measured from the move to 30 ms after it: flux (what the magnitudes of 256-sample
    windows gain in 64 samples, all bins together), high_flux (the same above 5 kHz), difference (the second difference
    of the samples). Each is divided by the largest value that the sound before or the sound after the move has by
    itself in two seconds without any move: 1 is as rough as the sounds are anyway. clicks: moves of which any of the
    three ratios passes 3 (9.5 dB); _p50, _p99, _max: over all moves.

    made_by: `instrument`; then what it can be held against: `nothing` (no move: the sound before it, elsewhere in its
    own course), `cut` (from sound to sound at once), `crossfade` (of the two sounds that rest, as long as the
    instrument's takeover, or 20 ms). From tone to noise even the slowest has flux of its own.
    """
    from gesturegan_live.bench.hearing.clicks import MEASURES
    from gesturegan_live.bench.morph import measure

    measured, heard = measure(moves, bundle, backend, preset, codec=codec)
    if plot is not None:
        from gesturegan_live.bench.plot import morphs

        morphs(heard, plot)
    rows = [dataclasses.asdict(row) for row in measured]
    if as_json:
        typer.echo(json.dumps(rows))
        return
    table = Table("state", "made by", "clicks", "flux, p99 and max", "high flux", "difference", box=None)
    for row in rows:
        figures = (f"{row[f'{name}_p99']:.1f}  {row[f'{name}_max']:.1f}" for name in MEASURES)
        table.add_row(row["state"], row["made_by"], f"{row['clicks']} of {row['moves']}", *figures)
    Console().print(table)


@app.command()
def endless(
    seconds: Annotated[float, typer.Option(help="How long to play each preset.", min=4.0)] = 12.0,
    chaos: Annotated[float, typer.Option(help="Of the endless voice.", min=0.0, max=1.0)] = 0.5,
    bundle: BundleOption = "textures",
    codec: CodecOption = None,
    backend: BackendOption = None,
    as_json: JsonOption = False,
) -> None:
    """Whether a point that is held repeats itself: each preset of the model, once as a loop and once endless.

    Made offline by the instrument's own generator and engine. loop_alike, endless_alike: correlation of the levels of
    64 bands, each less its mean, with those one clip later (1: it comes again as it was; 0: it does not); level_db:
    power of the endless voice over that of the loop; flux, high_flux, difference: as in `bench morph`, the largest of
    the endless voice over the largest of the loop (beyond 3 is a click).
    """
    from gesturegan_live.bench.endless import measure

    rows = [dataclasses.asdict(row) for row in measure(seconds, chaos, bundle, backend, codec)]
    if as_json:
        typer.echo(json.dumps(rows))
        return
    names = ("loop_alike", "endless_alike", "level_db", "flux", "high_flux", "difference")
    table = Table("preset", *(name.replace("_", " ") for name in names), box=None)
    for row in rows:
        table.add_row(row["preset"], *(f"{row[name]:.2f}" for name in names))
    Console().print(table)


@app.command()
def throughput(
    images: Annotated[int, typer.Option(help="How many images to time, for each batch size.", min=1)] = 200,
    seconds: Annotated[float, typer.Option(help="How much sound to make for the real-time factor.", min=1.0)] = 10.0,
    block_size: BlockOption = 128,
    bundle: BundleOption = "textures",
    backend: BackendOption = None,
    as_json: JsonOption = False,
) -> None:
    """Time one image and one voice, for every backend that is installed and batches of 1, 8 and 32 points.

    Measured in this process, with no instrument around it. image_ms_p50, image_ms_p99: from points to decoded sound,
    divided by the batch; strip_ms_p50: of the part of an image that is about to be heard, which is all that a moving
    voice waits for (none where the generator makes whole images only). rtf: real-time factor of one voice, processor
    seconds (of all threads) for a second of sound, with a whole new image for each clip, rendered block by block and
    paced by the clock; worst_block: the longest block of it, as a share of its time. RAVE v2 takes 0.18 on one core by
    this definition, in blocks of 2048 (a figure measured elsewhere, on two x86-64 cores of the same class).
    """
    from gesturegan_live.bench.throughput import measure

    rows = [dataclasses.asdict(row) for row in measure(bundle, images, seconds, block_size, backend)]
    if as_json:
        typer.echo(json.dumps(rows))
        return
    table = Table("backend", "batch", "image, median ms", "image, p99 ms", "strip, ms", "RTF", "worst block", box=None)
    for row in rows:
        strip = "" if row["strip_ms_p50"] is None else f"{row['strip_ms_p50']:.2f}"
        times = (f"{row['image_ms_p50']:.2f}", f"{row['image_ms_p99']:.2f}", strip)
        table.add_row(
            row["backend"], str(row["batch"]), *times, f"{row['rtf']:.4f}", f"{100 * row['worst_block']:.0f} %"
        )
    Console().print(table)


@app.command()
def soak(
    minutes: Annotated[float, typer.Option(help="How long to measure.", min=0.1)] = 30.0,
    rate: Annotated[float, typer.Option(help="How many messages to send a second.", min=1.0)] = 1000.0,
    voices: Annotated[int, typer.Option(help="How many voices there are.", min=2, max=MAX_VOICES)] = 8,
    inputs: Annotated[bool, typer.Option("--inputs", help="Send what sensors send; links and mappings play.")] = False,
    block_size: BlockOption = 128,
    bundle: BundleOption = "textures",
    backend: BackendOption = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Whether the instrument bears random traffic for a long time: late blocks, memory, and latency meanwhile.

    The traffic is made from the table of routes: every writable parameter of every voice but the first (whole points,
    coordinates, seeds, gates, …) and recalls of presets; nothing that loads, stores, records, ends or speaks to the
    whole output. Glides stay below a second, gains below 0.25, and those voices in the first of two channels. Voice 1
    is alone in the second; about once a second a trial as in `bench latency` is made with it there. With --inputs
    three sensors of 68 values together send, and links and two mappings by examples move those voices instead.

    sent, fails: messages, and answers `/fail` (there should be none; first_failure is the first);
    lag_p50_ms, lag_p99_ms: how long a question waits for its answer meanwhile, 20 a second; load_p50, load_p99:
    as in `bench voices`; restarts: of a process that died; memory_start_mb, memory_end_mb: of the three processes
    together, shared pages counted once (Linux's PSS), after a minute (or a tenth of the time) and at the end;
    p99_ms_by_tenth: p99_ms of each tenth of the time alone, so that growing slower is told from a bad moment (of a long
    run: a tenth of a minute holds some six trials); all others: as in `bench latency`.
    """
    from gesturegan_live.bench.soak import measure

    result, looks = measure(minutes, rate, voices, block_size, bundle, backend, inputs=inputs)
    if plot is not None:
        from gesturegan_live.bench.plot import soak_over_time

        soak_over_time(result, looks, plot)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(result)))
        return
    typer.echo(f"{result.sent} messages to {result.voices} voices on {result.device}: {result.fails} refused")
    typer.echo(f"{result.line()}, {result.restarts} restarts")
    typer.echo(f"an answer takes {result.lag_p50_ms} ms, p99 {result.lag_p99_ms} ms")
    typer.echo(f"memory {result.memory_start_mb} MB, at the end {result.memory_end_mb} MB")
    typer.echo(
        f"latency: median {result.p50_ms} ms, p99 {result.p99_ms} ms "
        f"({result.trials} trials, {result.unheard} unheard, {result.unjudged} unjudged)"
    )
    tenths = ", ".join("-" if p99 is None else str(p99) for p99 in result.p99_ms_by_tenth)
    typer.echo(f"p99 of each tenth of the time: {tenths} ms")


@app.command()
def concert(
    minutes: Annotated[float, typer.Option(help="How long it is.", min=0.2)] = 10.0,
    voices: Annotated[int, typer.Option(help="How many voices there are.", min=4, max=MAX_VOICES)] = 8,
    block_size: BlockOption = 128,
    bundle: BundleOption = "textures",
    backend: BackendOption = None,
    keep: Annotated[Path | None, typer.Option("--record", help="Keep the recording in this file.")] = None,
    plot: PlotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Whether the instrument bears a whole concert, in which everything is played at once.

    Always the same piece, as long as it is asked for: voices come in one after the other, endless and wandering; two
    scenes are recalled in turn, in times and curves of their own; four voices are shaped by the energy of hands, by the
    four types of gesture; the model is loaded anew while it sounds; hands move half of the points 30 times a second
    while other values are on their ways; everything fades out. It is recorded, and a take is made of it.

    sent, fails: messages, and answers `/fail` (there should be none; first_failure is the first); clicks: places of the
    recording at which its second difference stands alone, at more than ten times what lies within three milliseconds,
    as where a block is missing or a step is (clicks_at_s: the first 20); peak: of the recording, 1 full scale;
    restarts, load_p50, load_p99, memory_start_mb, memory_end_mb: as in `bench soak`; all others: as in `bench latency`.
    """
    from gesturegan_live.bench.concert import measure

    result, heard = measure(minutes, voices, block_size, bundle, backend, keep)
    if plot is not None:
        from gesturegan_live.bench.plot import concert_over_time

        concert_over_time(result, heard, plot)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(result)))
        return
    typer.echo(f"{result.sent} messages to {result.voices} voices on {result.device}: {result.fails} refused")
    typer.echo(f"{result.line()}, {result.restarts} restarts, {result.clicks} clicks, peak {result.peak}")
    typer.echo(f"load: median {100 * result.load_p50:.0f} %, p99 {100 * result.load_p99:.0f} %")
    typer.echo(f"memory {result.memory_start_mb} MB, at the end {result.memory_end_mb} MB")


@app.command()
def codecs(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Sound files to measure with; six synthesised sounds if none.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """How well and how fast each codec gives a sound back, beside librosa's Griffin-Lim (needs the `train` extra).

    Each sound is encoded to images and decoded again. sc_db: spectral convergence (the error of the magnitudes of an
    STFT, window 1024, hop 256, beside the magnitudes themselves) in dB, lower is better; encode_rtf, decode_rtf:
    real-time factors, seconds of processor time for a second of sound. Medians over the sounds. The last rows are no
    codecs: they find the phase of those exact magnitudes, by Griffin-Lim and by our own ways.

    Of codecs that are played frame by frame, the live voice: live_lsd_db: log-spectral distance of what it plays, dB;
    sine_outside_db, sine_cents: energy farther than 20 Hz from a sine of 200, 1000, 3000, 7000 Hz, dB of all, and how
    far it is from its pitch; noise_pulse_db: modulation of white noise at the hop, over that around it (noise itself:
    about 5); click_rise_ms, click_pre_db: how long the level of a click rises, and what there is of it 2 ms before.
    """
    from gesturegan_live.bench.codecs import measure

    rows = measure(files or ())
    if as_json:
        typer.echo(json.dumps(rows))
        return
    table = Table("codec", "SC, dB", "encode, RTF", "decode, RTF", box=None)
    for row in rows:
        table.add_row(row["codec"], f"{row['sc_db']:.1f}", f"{row['encode_rtf']:.4f}", f"{row['decode_rtf']:.4f}")
    Console().print(table)
    live = Table("live voice", "LSD, dB", "sine outside, dB", "cents", "pulse, dB", "rise, ms", "before, dB", box=None)
    for row in rows:
        if "live_lsd_db" in row:
            outside, cents = ("/".join(f"{value:g}" for value in row[key]) for key in ("sine_outside_db", "sine_cents"))
            figures = (f"{row[key]:.1f}" for key in ("noise_pulse_db", "click_rise_ms", "click_pre_db"))
            live.add_row(row["codec"], f"{row['live_lsd_db']:.1f}", outside, cents, *figures)
    Console().print(live)
