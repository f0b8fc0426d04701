"""Where both commands start: light, because every child process imports its parent's main module again."""

from __future__ import annotations


def main() -> None:
    """Run ``gesturegan-live``."""
    try:
        from gesturegan_live.cli import main as run

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
