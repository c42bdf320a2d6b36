import { createRoot } from 'react-dom/client';
import { SidetoneApp } from '../App';
import { createAppStore, createLevelsStore } from '../model';
import { idleActions } from './idle-actions';
import type { SceneName } from './scenes';
import { scene, sceneNames } from './scenes';

const query = new URLSearchParams(location.search);
const name: SceneName = sceneNames.find((known) => known === query.get('scene')) ?? 'idle';
const model = scene(name, query.get('language') === 'en' ? 'en' : 'zh', Date.now());
const store = createAppStore({ ...model, theme: query.get('theme') === 'dark' ? 'dark' : 'light' });
const levels = createLevelsStore();
if (model.call && !model.call.onHold) levels.setState({ agent: model.call.muted ? 0 : 0.02, customer: 0.3 });

const root = document.getElementById('root');
if (root) createRoot(root).render(<SidetoneApp store={store} levels={levels} actions={idleActions(store)} />);
