"""`python -m extractor` is the command `jihe`."""

from extractor.cli import main

raise SystemExit(main())
