import { createContext, useContext, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { AppActions, AppModel, AppStore, LevelsModel, LevelsStore } from './model';
import { SidetoneError } from '../../contracts/errors';

export interface AppParts {
  store: AppStore;
  levels: LevelsStore;
  actions: AppActions;
}
export const AppContext = createContext<AppParts | null>(null);

export function useParts(): AppParts {
  const parts = useContext(AppContext);
  if (!parts) throw new SidetoneError('ui-context-missing', 'This part of the window needs <SidetoneApp> around it.');
  return parts;
}

/** A part of the model; the component redraws when it changes. */
export function useApp<T>(select: (model: AppModel) => T): T {
  return useStore(useParts().store, select);
}
export function useActions(): AppActions {
  return useParts().actions;
}
export function useLevel<T>(select: (levels: LevelsModel) => T): T {
  return useStore(useParts().levels, select);
}

/** Changes the window's own folded and unfolded parts. */
export function useView(): (patch: Partial<AppModel['view']>) => void {
  const { store } = useParts();
  return (patch) => store.setState((model) => ({ view: { ...model.view, ...patch } }));
}

/** The wall clock, ms since 1970, refreshed every second while the component is shown. */
export function useNowMs(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
