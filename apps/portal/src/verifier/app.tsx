import { instantOf, type Instant } from '@assay/vocabulary/instant';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { dayAndAge } from './age.ts';
import { Alarms, type Alarm } from './alarms.view.tsx';
import type { Answer } from './answer.ts';
import { refusedList } from './believed.ts';
import { judge, refresh, type Bench } from './judge.ts';
import { datesOf, keptLists } from './kept-lists.ts';
import { Scanner } from './scanner.tsx';
import { evidenceKept } from './seen-log.ts';
import { Verdict } from './verdict.view.tsx';

type Judged = { readonly answer: Answer; readonly now: Instant };

/** The form, the answer, and what this browser keeps. */
export function App({ bench, decoder }: { readonly bench: Bench; readonly decoder: string }): JSX.Element {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [judged, setJudged] = useState<Judged>();
  const [alarm, setAlarm] = useState<Alarm>({ forks: [], refused: undefined });
  const [ready, setReady] = useState<string>();

  const look = async (): Promise<void> => {
    setAlarm({ forks: await evidenceKept(bench.keep), refused: await refusedList(bench.keep) });
    setReady(await readiness(bench));
  };
  const check = async (given: string): Promise<void> => {
    setText(given);
    setBusy(true);
    setJudged({ answer: await judge(given, bench), now: bench.now() });
    setBusy(false);
    await look();
  };
  useEffect(() => {
    const asked = decodeURIComponent(location.hash.slice(1));
    void (asked === '' ? refresh(bench).then(look) : check(asked));
    const again = () => void refresh(bench).then(look);
    addEventListener('online', again);
    return () => {
      removeEventListener('online', again);
    };
  }, []);
  useEffect(() => {
    document.getElementById('answer')?.focus();
  }, [judged]);

  return (
    <>
      <Alarms {...alarm} />
      <Scanner decoder={decoder} seen={(found) => void check(found)} />
      <form
        class="paste"
        onSubmit={(event) => {
          event.preventDefault();
          void check(text);
        }}
      >
        <label for="code">Or paste the text of the code, a label code or a bundle</label>
        <textarea
          id="code"
          rows={4}
          value={text}
          autocomplete="off"
          spellcheck={false}
          required
          onInput={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <button type="submit" disabled={busy}>
          {busy ? 'Checking …' : 'Check'}
        </button>
      </form>
      <p class="soft" role="status">
        {ready ?? 'Looking for keys and lists …'}
      </p>
      {judged && <Verdict {...judged} />}
    </>
  );
}

/** Whether the page would work now without a connection, in words. */
async function readiness({ keep }: Bench): Promise<string> {
  const oldest = [...(await keptLists(keep)).values()]
    .map((list) => datesOf(list)?.from)
    .filter((from) => from !== undefined)
    .toSorted()[0];
  return oldest === undefined
    ? 'Nothing is kept on this device yet that would let it check a code without a connection.'
    : `Works without a connection: kept on this device are the lists of ${dayAndAge(oldest, instantOf(new Date()))}.`;
}
