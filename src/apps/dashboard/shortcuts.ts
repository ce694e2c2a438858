import { useEffect } from 'preact/hooks';
import { navigate } from './router.ts';

/** `/` goes to the filter, `g n` and `g p` to pages, `?` shows the keys. None works while text is typed. */
export function useShortcuts(showHelp: () => void): void {
  useEffect(() => {
    let afterG = false;
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
      const page = afterG ? { n: '/', p: '/policies' }[event.key] : undefined;
      afterG = event.key === 'g';
      if (page) navigate(page);
      else if (event.key === '?') showHelp();
      else if (event.key === '/') {
        event.preventDefault();
        document.getElementById('filter')?.focus();
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
