import type { JSX } from 'preact';

import type { PublicDesk } from '../desk.ts';
import { Frame } from '../layout/frame.tsx';
import { MAX_TEXT } from './query.ts';

type Parts = {
  readonly script: string;
  readonly style: string;
  readonly decoder: string;
  /** What the decoder weighs on the line, in bytes. */
  readonly decoderSize: number;
};

/** What stands here before the script, or without it; the script puts the verifier in the place of the form. */
export function VerifierView({
  desk,
  parts,
}: {
  readonly desk: PublicDesk;
  readonly parts: Parts;
}): JSX.Element {
  return (
    <Frame title="Check a code" desk={desk} here="/verify" own={parts}>
      <div class="hero">
        <h1>Check a code on this device</h1>
        <p class="lead">
          Scan or paste what a QR code holds. Signature, log and state are checked here, in your browser, and
          after the first visit also without a connection.
        </p>
      </div>
      <div id="verifier" data-decoder={parts.decoder} data-sandbox={desk.programme.sandbox ? 'yes' : 'no'}>
        <form class="search" action="/verify" method="get">
          <div class="field grow">
            <label for="code">Label code, or the address in the code up to #</label>
            <input
              id="code"
              name="code"
              maxLength={MAX_TEXT}
              pattern="[^#]*"
              title="without # and what follows it"
              autocomplete="off"
              spellcheck={false}
            />
          </div>
          <button type="submit">Open the label’s page</button>
        </form>
        <noscript>
          <p>
            Checking a code here needs JavaScript, which is switched off. Without it this form leads to the
            label’s page, where the register says what holds.
          </p>
        </noscript>
      </div>
      <section aria-labelledby="sent">
        <h2 id="sent">What is sent, and what is not</h2>
        <p>
          With a connection this page asks its own host, and nobody else, for keys and for whole lists of
          states, which tell it nothing about your code. For a code that holds an address only, or to look
          into the log as well, it asks for the evidence of that label, as opening the label’s page would. The
          digits after # never leave this device, nor does any picture.
        </p>
        <p>
          The camera is read by your browser. If it cannot read QR codes itself, a reader of{' '}
          {Math.ceil(parts.decoderSize / 1024)} KB is loaded when you first ask for the camera or a picture.
        </p>
      </section>
    </Frame>
  );
}
