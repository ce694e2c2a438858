import type { ComponentChildren } from 'preact';

/** Wide content that scrolls sideways: focusable, so that the keyboard can scroll it too (WCAG 2.1.1). */
export function ScrollRegion({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
