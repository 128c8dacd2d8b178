class ArchiveSample:
    def add(self, result): pass
def archive_checks(sample): return (), ()
