import { useEffect, useRef } from 'preact/hooks';

const keys = [
  ['/', 'go to the filter'],
  ['g n', 'what is broken now'],
  ['g p', 'policies'],
  ['?', 'this list'],
  ['Esc', 'close'],
] as const;

/** The keys that work everywhere. */
export function Help({ close }: { readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <dl class="facts">
        {keys.map(([key, what]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}
