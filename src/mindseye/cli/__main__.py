"""So that `python -m mindseye.cli` works where the script is not on the path."""

from mindseye.cli import main

if __name__ == "__main__":
    main()
