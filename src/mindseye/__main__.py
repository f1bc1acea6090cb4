"""So that `python -m mindseye` works where the script is not on the path."""

from mindseye.cli import main

if __name__ == "__main__":
    main()
