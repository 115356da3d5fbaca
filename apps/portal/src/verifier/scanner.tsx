import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import { openCamera, openDecoder, readPicture } from './camera.ts';

type Wants = { readonly decoder: string; readonly seen: (text: string) => void };

/** Camera and picture file. Nothing of either is loaded, and no permission asked, before somebody wants it. */
export function Scanner({ decoder, seen }: Wants): JSX.Element {
  const [looking, setLooking] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const picture = async (file: File): Promise<void> => {
    setTrouble(undefined);
    try {
      const text = await readPicture(file, await openDecoder(decoder));
      if (text === undefined)
        setTrouble('No QR code was found in the picture. Take it closer and straight on.');
      else seen(text);
    } catch {
      setTrouble('The picture could not be read.');
    }
  };
  return (
    <div class="scan">
      <div class="ways">
        <button
          type="button"
          class="plain"
          onClick={() => {
            setTrouble(undefined);
            setLooking(!looking);
          }}
        >
          {looking ? 'Close the camera' : 'Scan with the camera'}
        </button>
        <label class="file">
          <span>Read a picture</span>
          <input
            type="file"
            accept="image/*"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file) void picture(file);
              currentTarget.value = '';
            }}
          />
        </label>
      </div>
      {looking && (
        <View
          decoder={decoder}
          seen={(text) => {
            setLooking(false);
            seen(text);
          }}
          refused={() => {
            setLooking(false);
            setTrouble('The camera could not be opened. Allow it in the browser, or read a picture instead.');
          }}
        />
      )}
      <p role="alert" class={trouble === undefined ? 'unseen' : 'trouble'}>
        {trouble}
      </p>
    </div>
  );
}

function View({ decoder, seen, refused }: Wants & { readonly refused: () => void }): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let camera: { readonly stop: () => void } | undefined;
    let closed = false;
    const open = async (): Promise<void> => {
      const decode = await openDecoder(decoder);
      if (!video.current) return;
      camera = await openCamera(video.current, decode, seen);
      if (closed) camera.stop();
    };
    open().catch(refused);
    return () => {
      closed = true;
      camera?.stop();
    };
  }, []);
  return <video ref={video} class="view" muted playsInline aria-label="What the camera sees" />;
}
