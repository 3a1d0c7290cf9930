// The page: one dashboard, drawn with live data. The address says which, and where Prometheus is.
import React from 'react';
import { createRoot } from 'react-dom/client';
import { ThemeContext, createTheme } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { sceneUtils } from '@grafana/scenes';
import { ErrorBoundaryAlert, GlobalStyles, PortalContainer } from '@grafana/ui';
import { registerGrafana } from './grafana';
import { registerPanels } from './panels';
import { Prometheus } from './prometheus';
import { sceneOf } from './scene';

const GRID_CELL = 38;
const CALM_ROUNDS = 8;
const ROUND_MILLIS = 250;

const page = window as any;
const drawn = page.__drawn = { problems: [] as string[], queries: 0 };
const report = (problem: string) => drawn.problems.push(problem);
const ready = () => document.body.setAttribute('data-ready', 'true');

async function show() {
  const asked = new URLSearchParams(location.search);
  registerGrafana(report);
  registerPanels();
  await initPluginTranslations('ehloscope').catch(() => undefined);
  sceneUtils.registerRuntimeDataSource({ dataSource: new Prometheus(asked.get('prometheus')!, () => drawn.queries++) });
  page.__theme = createTheme({ colors: { mode: 'dark' } });
  (config as any).theme2 = page.__theme;

  const dashboard = await (await fetch('dashboard.json')).json();
  const values = Object.fromEntries([...asked].filter(([key]) => key.startsWith('var-')).map(([key, value]) => [key.slice(4), value]));
  const scene = sceneOf(dashboard, { from: asked.get('from')!, to: asked.get('to')!, values }, report);
  const bottom = Math.max(...dashboard.panels.map((panel: any) => panel.gridPos.y + panel.gridPos.h));
  document.title = dashboard.title;
  createRoot(document.getElementById('root')!).render(
    <ThemeContext.Provider value={page.__theme}>
      <GlobalStyles />
      <ErrorBoundaryAlert>
        <h3 style={{ margin: '4px 0 0 8px' }}>{dashboard.title}</h3>
        <div style={{ height: bottom * GRID_CELL + 90 }}><scene.Component model={scene} /></div>
      </ErrorBoundaryAlert>
      <PortalContainer />
    </ThemeContext.Provider>,
  );
  let calm = 0;
  setInterval(() => {
    const loading = document.querySelectorAll('[aria-label="Panel loading bar"], [data-testid*="loading"]').length;
    calm = loading === 0 && drawn.queries > 0 ? calm + 1 : 0;
    if (calm === CALM_ROUNDS) {
      ready();
    }
  }, ROUND_MILLIS);
}

show().catch(failure => {
  report(String(failure.stack ?? failure));
  ready();
});
