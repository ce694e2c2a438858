/** What a page shows until its data is there. */
export function Loading() {
  return (
    <div class="loading" role="status">
      <span class="bar" />
      <span class="bar" />
      <span class="bar" />
      <span class="visually-hidden">Loading</span>
    </div>
  );
}

export function Failed({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  return (
    <div class="failed" role="alert">
      <p>This could not be loaded: {error.message}</p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

export function SampleNote({ sample }: { readonly sample: boolean }) {
  return sample ? <p class="sample">Sample data: a made-up organisation, nothing here is real.</p> : null;
}
