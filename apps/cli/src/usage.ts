/** A command line that asks for nothing that there is. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `assay: cybersecurity labels for consumer IoT, from dossier to a label that anybody can verify

  assay check <dossier> --scheme <id>[@edition] [--level N] [--report FILE]… [--programme FILE]
                        [--as-of YYYY-MM-DD] [--assessed] [--format table|json]
        Judge a dossier against a scheme. --standard <id@edition> in place of --scheme judges it against a
        standard by itself: level 1 its mandatory provisions, level 2 the recommended ones as well.
        The level asked is 1 unless told. Exit 0: reached as declared (--assessed: as assessed); 1: not.
  assay gap <dossier> [--scheme <id>[@edition]]… [--report FILE]… [--programme FILE] [--as-of YYYY-MM-DD]
                      [--format table|json|md|html|sarif|oscal|cyclonedx] [--output FILE]
        How far the dossier is from every scheme in force, and which next step unlocks most.
        docs/gap-formats.md says what each format holds.
  assay crosswalk list | export [NAME] [--format oscal|json] [--as-of YYYY-MM-DD] [--output FILE]
        Which provision speaks for which in other standards, for other programs.
  assay dossier import <file | folder>… [--into DOSSIER] [--report REPORT] [--standard <id@edition>] [--replace]
                       [--leave-out] [--all] [--format table|json]
        Read IXIT tables, test groups and conformance statements (Markdown, CSV, XLSX) or CycloneDX declarations
        into a dossier and a test report. Without --into and --report nothing is written: it is shown what would be.
        Exit 1: held back, because something would be lost (--leave-out) or overwritten (--replace).
  assay dossier new [--into FILE] [--scheme ID]…
        Make a dossier by answering questions. Each answer is kept at once: run it again to go on.
  assay equivalence <scheme>[@edition][:level] <scheme>[@edition][:level]… [--category NAME]
                    [--as-of YYYY-MM-DD] [--format table|json|md]
        How far a label does what another does, both ways, and what has been published about recognising it.
        Without a level a scheme stands for its highest where it is held, for the highest that is recognised
        where it is looked for. Exit 0: nothing blocks the first one as any of the others; 1: something does.
  assay equivalence --matrix [--as-of YYYY-MM-DD] [--format table|json|md]
        The same for every level of every scheme in force against every other.
  assay scheme list | show <id>[@edition]   [--format table|json]
        The schemes that are loaded, or one of them whole.
  assay scheme check [FILE | FOLDER]   [--format table|json|sarif]
        What is wrong in a scheme file, or in the standards/, schemes/, crosswalk/ and recognitions/ of a folder:
        where, why it matters, how to mend it. Exit 1 for an error; warnings and notes are told and leave the exit at 0.
  assay scheme diff <A> <B>   [--format table|json|md]
        What an edition changes, and which way: A and B are id@edition of loaded ones, or paths of drafts.
        Exit 0: they do not differ; 1: they do.
  assay scheme simulate <edition> --population FOLDER [--was EDITION] [--level N] [--as-of YYYY-MM-DD]
                        [--assessed] [--programme FILE] [--format table|json|md|csv]
        What an edition, or the draft of one, makes of the labels of a population: a folder for each product.
        Exit 0: no label lapses; 1: one does; 2: a product cannot be read (the others are judged all the same).
  assay population encode <folder> <file> --scheme <id@edition | FILE>… [--programme FILE] [--as-of YYYY-MM-DD]
        Write the dossiers of a folder (<product>/dossier.yaml, <product>/reports/*.yaml) in a form that these
        schemes judge in no time.
  assay population rejudge <file> --was <id@edition | FILE> --scheme <id@edition | FILE> [--assessed]
        Name each dossier of such a file that would reach a lower level. Exit 0: none; 1: some.
  assay guard [assay.yaml] [--release VERSION] [--as-of YYYY-MM-DD] [--soon DAYS] [--assessed]
              [--format table|json|md|sarif]
        Hold a release against the labels that the product holds, before it ships. Exit 1: it breaks one.
  assay verify <label URL | bundle.json> [--trust-list FILE [--roots FILE]] [--now INSTANT]
                                         [--format table|json]
        Verify a label from its bytes. --trust-list names pinned anchors, or a signed trust list and with --roots
        the root keys that must have signed it. Exit 0 only for VALID. A program is answered in JSON, a person
        at a terminal in a table; verify-qr likewise.
  assay issue | verify --input FILE --key FILE --feature credential_jose|presentation_jose --output FILE
        The contract of the W3C vc-jose-cose suite, for any credential or presentation and the one key of the file
        (JsonWebKey with publicKeyJwk, secretKeyJwk). With --input, verify is this and no verification of a label:
        an end that has passed is told, and no failure. Exit 0: success.
  assay verify-qr <text of the code> [--trust-list FILE [--roots FILE]] [--status-dir FOLDER] [--now INSTANT]
                                     [--format table|json]
        Verify an offline code with what a scanner keeps: trust anchors and status lists. Exit 0 only for VALID.
  assay submit DOSSIER --scheme <id@edition> [--level N] [--report FILE]… [--administrator CODE] --no-earlier-denial
               [--because TEXT] [--url URL] [--key-file FILE]
        Apply for a label with an installation; files that the dossier names beside it (path) are sent where they
        are not there yet, for which the key needs evidence:write. --url or ASSAY_URL names it; the API key is in --key-file or ASSAY_KEY.
  assay report upload REPORT --case ID [--key FILE | --signature FILE] [--because TEXT] [--url URL] [--key-file FILE]
        Hand a laboratory's report in: signed with the laboratory's private key (--key), with a signature made before
        (--signature), or unsigned. --key-file is the key of the API.
  assay report sign REPORT --key FILE [--passphrase-file FILE] [--output FILE]
        Sign a report with a private key (PKCS #8 PEM, P-256 or Ed25519, mode 0600): a detached JWS, ES256 or Ed25519.
  assay case list [--waits WHOM] [--after CURSOR] | show ID | orders ID | act ID ACT --because TEXT [--set NAME=VALUE]…
             | export ID --output FILE   [--url URL] [--key-file FILE] [--format table|json]
        Cases of an installation that are in your sight: what waits for whom and by when, what authorities ordered,
        and acts on them as /api/v1/openapi.json of the installation describes them. Exit 1: refused.
  assay case verify FILE [--trust-list FILE [--roots FILE]] [--now INSTANT] [--format table|json]
        Check a case that was exported: every byte under its digest, the administrator's seal, a history that could
        have happened, every file that it names, and the evaluation made again from the same documents. Exit 0: sound; 1: altered, or not proven.
  assay tlog inclusion LEAF INDEX SIZE ROOT [PROOF…]
        Whether a leaf stands at an index of a log: hashes in base 64, the leaf's sibling first (RFC 9162).
  assay tlog consistency SIZE1 SIZE2 ROOT1 ROOT2 [PROOF…]
        Whether a log only grew from the first size to the second. Exit 0: proven; 1: not.
  assay audit <log URL> [--policy FILE] [--state FILE] [--trust-list FILE [--roots FILE]] [--now INSTANT]
                        [--format table|json]
        Replay a log from its public addresses: every entry, credential, tile and status list. Names the first leaf
        that offends. --policy is a C2SP tlog-policy; --state keeps the checkpoint, so that the next run finds a log
        that went back or told two histories. Exit 1: it offends.
  assay rebuild <log URL> --output FOLDER [--leave-out] [--policy FILE] [--trust-list FILE [--roots FILE]]
                [--now INSTANT]
        Make a register out of public bytes alone, audited on the way, for when its administrator is gone. A log that
        offends makes none; --leave-out writes what no offence casts doubt on, and names the rest.
  assay artwork <label URL | bundle.json> [--format svg|png|pdf] [--variant portrait|wide|minimal] [--size MM]
                [--language TAG] [--offline-code published|FILE] [--dpi N] [--fine-print] [--output FILE]
                [--trust-list FILE [--roots FILE]] [--now INSTANT]
        The print file of a label, once it verifies as VALID. Without --size it is as small as it may be printed;
        a smaller one is refused and the smallest named. --offline-code prints the code that is verified without a
        connection. Exit 1: the label is not valid, so nothing is drawn.
  assay trust root FILE | draft --roots FILE --output FILE [--anchors FILE] [--held LIST] [--policy FILE] [--days N]
              | sign LIST --key FILE [--held LIST] | check LIST --roots FILE [--held LIST] [--now INSTANT]
              | publish LIST [--roots FILE] [--data FOLDER]
        The ceremony of the trust list: a new root key, a list to be signed, one root's signature, and whether a
        client that holds these roots (and an older list) would take it. An installation publishes a list once its
        log has named its hash.
  assay evidence sweep [--days N] [--remove] [--data FOLDER] [--format table|json]
        What lies among the files of applicants and belongs to nobody: beginnings of uploads, and whole files that no
        record, case, draft or report names, untouched for 30 days unless told. --remove takes it away.
  assay keys list | rotate USE | activate KID | revoke KID --reason TEXT [--last-good-index N]
             [--data FOLDER] [--format table|json]
        The signing keys of an installation, also while it is served. USE is vc, status, log or qr; KID may be short,
        as in vc-2. docs/keys.md leads through an exchange and through a theft. Exit 1: refused.
  assay recover [--from URL | FOLDER] [--dry-run] [--yes] [--data FOLDER] [--format table|json]
        Bring records that were restored from a backup forward to what the public log says, from the installation's own
        public files, its host, an aggregator or a folder. Everything is proven first; what is published never
        changes. docs/recovery.md says when and how. Exit 1: not proven, or not agreed to; nothing was written.
  assay witness serve --name NAME --log VKEY… [--port N] [--data FOLDER]
        Watch logs and cosign their checkpoints as long as they only grow (C2SP tlog-witness), until Ctrl-C.
  assay aggregate --trust-list FILE [--roots FILE] [--witness NAME] [--mirror NAME] [--every SECONDS]
                  [--port N] [--data FOLDER] [--once]
        Copy and check every log of a trust list (or of pinned anchors), and answer for all their labels from the
        copy, until Ctrl-C. --witness NAME: cosign them too. docs/aggregator.md says more.
        --once: look at each once. Exit 0: every copy is up to date; 1: one is not, or an alarm was raised.
  assay walk  [--fresh] [--port N] [--once] [--data FOLDER] [--programme FILE]
        Rehearse the sandbox from application to surveillance, then serve it until Ctrl-C.
  assay serve [--port N] [--data FOLDER] [--programme FILE] | --rebuilt FOLDER [--port N]
        Serve the register of what is there. --programme says whose, at the first start. --rebuilt: one that was
        rebuilt, read-only, without database and keys.

Exit codes: 0 yes, 1 no, 2 wrong usage or unreadable input.`;
