import { render } from 'preact';
import { App } from './app.tsx';
import { applyTheme } from './parts/theme.tsx';
import './style.css';

applyTheme();
const root = document.getElementById('app')!;
root.textContent = '';
render(<App />, root);
