/**
 * Asks the browser for a passkey: finds the forms that want one, shows their buttons, and sends what the authenticator
 * answers as an ordinary field of the form. Without it, or without passkeys, the forms stay hidden and the page says what
 * else there is.
 */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) offer(form);

function offer(form: HTMLFormElement): void {
  if (typeof PublicKeyCredential === 'undefined') return;
  const box = form.closest<HTMLElement>('[data-passkey-box]');
  if (box) box.hidden = false;
  document.querySelectorAll<HTMLElement>('[data-without-passkey]').forEach((other) => (other.hidden = true));
  form.addEventListener('submit', (event) => {
    const answer = form.elements.namedItem('answer');
    if (!(answer instanceof HTMLInputElement) || answer.value !== '') return;
    event.preventDefault();
    const failed = form.querySelector<HTMLElement>('[data-passkey-failed]');
    if (failed) failed.hidden = true;
    void ask(form).then(
      (text) => {
        answer.value = text;
        form.submit();
      },
      () => {
        if (failed) failed.hidden = false;
      },
    );
  });
}

async function ask(form: HTMLFormElement): Promise<string> {
  const { passkey, options = '' } = form.dataset;
  const asked = parseOptions(options);
  const credential = await (passkey === 'create'
    ? navigator.credentials.create({ publicKey: parseCreation(asked) })
    : navigator.credentials.get({ publicKey: request(asked) }));
  if (!(credential instanceof PublicKeyCredential)) throw new Error('no passkey');
  const { id, response } = credential;
  return JSON.stringify({
    id,
    rawId: text(credential.rawId),
    type: 'public-key',
    response: answered(response),
  });
}

function answered(response: AuthenticatorResponse): object {
  const clientDataJSON = text(response.clientDataJSON);
  if (response instanceof AuthenticatorAttestationResponse)
    return {
      clientDataJSON,
      attestationObject: text(response.attestationObject),
      transports: response.getTransports(),
    };
  if (!(response instanceof AuthenticatorAssertionResponse) || !response.userHandle)
    throw new Error('no user');
  return {
    clientDataJSON,
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: text(response.userHandle),
  };
}

/** The page writes what WebAuthn calls its JSON form; the bytes in it are base 64 for URLs. */
type Options = {
  readonly challenge: string;
  readonly user?: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly allowCredentials?: readonly Described[];
  readonly excludeCredentials?: readonly Described[];
};
type Described = { readonly id: string; readonly transports?: AuthenticatorTransport[] };

function parseOptions(written: string): Options & Record<string, unknown> {
  return JSON.parse(written) as Options & Record<string, unknown>;
}

function parseCreation({
  user,
  excludeCredentials = [],
  ...options
}: Options): PublicKeyCredentialCreationOptions {
  if (!user) throw new Error('nobody to make a passkey for');
  const made = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: excludeCredentials.map(described),
  };
  return made as unknown as PublicKeyCredentialCreationOptions;
}

function request({ allowCredentials = [], ...options }: Options): PublicKeyCredentialRequestOptions {
  return {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: allowCredentials.map(described),
  };
}

function described({ id, transports = [] }: Described): PublicKeyCredentialDescriptor {
  return { type: 'public-key', id: bytes(id), transports };
}

function bytes(written: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(written.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
