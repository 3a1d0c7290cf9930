// A dashboard's JSON as a scene, which is what Grafana's own pages are made of.
import {
  ConstantVariable, EmbeddedScene, QueryVariable, SceneControlsSpacer, SceneDataTransformer, SceneGridItem, SceneGridLayout,
  SceneGridRow, SceneQueryRunner, SceneTimePicker, SceneTimeRange, SceneVariableSet, TextBoxVariable,
  VariableValueSelectors, VizPanel,
} from '@grafana/scenes';
import { canDraw } from './grafana';

const SOURCE = { type: 'ehloscope-prometheus', uid: 'prometheus' };

export interface Choice { from: string; to: string; values: Record<string, string>; }

/** The scene of a dashboard, over a time range and with values given for variables. */
export function sceneOf(dashboard: any, choice: Choice, report: (problem: string) => void) {
  const item = (panel: any) => new SceneGridItem({
    x: panel.gridPos.x, y: panel.gridPos.y, width: panel.gridPos.w, height: panel.gridPos.h, body: panelOf(panel, report),
  });
  const children: any[] = [];
  let row: any = null;
  for (const panel of dashboard.panels) {
    if (panel.type === 'row') {
      row = { title: panel.title, y: panel.gridPos.y, isCollapsed: false, children: [] };
      children.push(row);
    } else {
      (row?.children ?? children).push(item(panel));
    }
  }
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ from: choice.from, to: choice.to }),
    $variables: new SceneVariableSet({ variables: variablesOf(dashboard, choice.values, report) }),
    controls: [new VariableValueSelectors({}), new SceneControlsSpacer(), new SceneTimePicker({})],
    body: new SceneGridLayout({
      isDraggable: false, isResizable: false, isLazy: false,
      children: children.map(each => each instanceof SceneGridItem ? each : new SceneGridRow(each)),
    }),
  });
}

function variablesOf(dashboard: any, values: Record<string, string>, report: (problem: string) => void) {
  return dashboard.templating.list.filter((each: any) => each.type !== 'datasource').map((each: any) => {
    const value = values[each.name] ?? each.current?.value;
    const common = { name: each.name, label: each.label, hide: each.hide, value, text: values[each.name] ?? each.current?.text };
    switch (each.type) {
      case 'query':
        return new QueryVariable({
          ...common, datasource: SOURCE, query: each.query, regex: each.regex, sort: each.sort, refresh: each.refresh,
          includeAll: each.includeAll, isMulti: each.multi, allValue: each.allValue ?? undefined,
        });
      case 'constant':
        return new ConstantVariable({ ...common, value: each.query });
      case 'textbox':
        return new TextBoxVariable({ name: each.name, label: each.label, value: value ?? each.query });
      default:
        report('this type of variable is not known here: ' + each.type);
        return new ConstantVariable({ ...common, value: '' });
    }
  });
}

function panelOf(panel: any, report: (problem: string) => void) {
  if (!canDraw(panel.type)) {
    report('this type of panel cannot be drawn here: ' + panel.type);
  }
  const queries = new SceneQueryRunner({
    datasource: SOURCE, queries: panel.targets.map((target: any) => ({ ...target, datasource: SOURCE })),
  });
  return new VizPanel({
    key: 'panel-' + panel.id, title: panel.title, description: panel.description, pluginId: panel.type,
    options: panel.options, fieldConfig: panel.fieldConfig,
    $data: panel.transformations?.length
      ? new SceneDataTransformer({ $data: queries, transformations: panel.transformations })
      : queries,
  });
}
