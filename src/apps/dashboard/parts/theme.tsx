import { useState } from 'preact/hooks';

const key = 'bylaw-theme';

/** Puts the kept choice into effect; without one the system decides. */
export function applyTheme(): void {
  const kept = localStorage.getItem(key);
  if (kept) document.documentElement.dataset['theme'] = kept;
}

export function ThemeButton() {
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const [theme, setTheme] = useState(document.documentElement.dataset['theme'] ?? system);
  const other = theme === 'dark' ? 'light' : 'dark';
  const change = () => {
    localStorage.setItem(key, other);
    applyTheme();
    setTheme(other);
  };
  return (
    <button type="button" onClick={change}>
      {other === 'dark' ? 'Dark' : 'Light'}
    </button>
  );
}
