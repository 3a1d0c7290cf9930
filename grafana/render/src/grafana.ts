// What Grafana's application registers before it shows anything: options of fields, transformations, panels, and how a
// query becomes data. The parts are Grafana's own; only their registration is done here.
import {
  EventBusSrv, LoadingState, PanelPlugin, displayNameOverrideProcessor, identityOverrideProcessor, numberOverrideProcessor,
  standardEditorsRegistry, standardFieldConfigEditorRegistry, standardTransformers, standardTransformersRegistry,
  thresholdsOverrideProcessor, unitOverrideProcessor, valueMappingsOverrideProcessor,
} from '@grafana/data';
import { setAppEvents, setPluginImportUtils, setRunRequest } from '@grafana/runtime';
import { Observable, from } from 'rxjs';

const plugins = new Map<string, any>();

const fieldOption = (id: string, process: any = identityOverrideProcessor, more: object = {}) => ({
  id, path: id, name: id, description: '', process, settings: {},
  editor: () => null, override: () => null, shouldApply: () => true, getItemsCount: () => 0, ...more,
});

const NO_THRESHOLDS = { mode: 'absolute', steps: [{ value: -Infinity, color: 'text' }] };

/** Registers everything; once, before the first dashboard is built. */
export function registerGrafana(report: (problem: string) => void) {
  setAppEvents(new EventBusSrv() as any);
  standardEditorsRegistry.setInit(() => ['unit', 'number', 'text', 'select', 'thresholds', 'mappings', 'boolean', 'color',
    'radio', 'multi-select', 'links', 'stats-picker', 'field-name', 'slider', 'strings', 'timezone', 'fieldColor']
    .map(id => ({ id, name: id, editor: () => null })) as any);
  standardFieldConfigEditorRegistry.setInit(() => [
    fieldOption('unit', unitOverrideProcessor), fieldOption('min', numberOverrideProcessor),
    fieldOption('max', numberOverrideProcessor), fieldOption('decimals', numberOverrideProcessor),
    fieldOption('displayName', displayNameOverrideProcessor), fieldOption('noValue'),
    fieldOption('thresholds', thresholdsOverrideProcessor, { defaultValue: NO_THRESHOLDS }),
    fieldOption('mappings', valueMappingsOverrideProcessor, { defaultValue: [] }),
    fieldOption('color'), fieldOption('links'), fieldOption('fieldMinMax'), fieldOption('filterable'),
  ] as any);
  registerTransformations();
  setPluginImportUtils({
    importPanelPlugin: async (id: string) => plugins.get(id),
    getPanelPluginFromCache: (id: string) => plugins.get(id),
  } as any);
  setRunRequest(((source: any, request: any) => new Observable(subscriber => {
    const answer = (state: LoadingState, series: any[], error?: any) => subscriber.next({
      state, series, timeRange: request.range, request, error, errors: error ? [error] : undefined,
    });
    answer(LoadingState.Loading, []);
    from(source.query(request)).subscribe({
      next: (response: any) => { answer(LoadingState.Done, response.data); subscriber.complete(); },
      error: (failure: any) => {
        report(String(failure));
        answer(LoadingState.Error, [], { message: String(failure) });
        subscriber.complete();
      },
    });
  })) as any);
}

function registerTransformations() {
  const known = new Set<string>();
  const all = Object.values(standardTransformers)
    .filter((each: any) => !known.has(each.id) && known.add(each.id))
    .map((each: any) => ({
      id: each.id, name: each.name ?? each.id, editor: () => null,
      aliasIds: (each.aliasIds ?? []).filter((alias: string) => !known.has(alias)),
      transformation: () => Promise.resolve(each),
    }));
  standardTransformersRegistry.setInit(() => all as any);
}

/** Makes a component the panel of a type; the options are those that its fields may have beside the standard ones. */
export function registerPanel(id: string, component: any, fieldOptions: string[] = []) {
  const plugin = new PanelPlugin(component).useFieldConfig({
    useCustomConfig: (builder: any) => fieldOptions.forEach(name => builder.addCustomEditor({
      id: name, path: name, name, settings: {}, process: identityOverrideProcessor,
      editor: () => null, override: () => null, shouldApply: () => true,
    })),
  });
  plugin.meta = { id, name: id, type: 'panel', module: '', baseUrl: '', sort: 0, info: {} } as any;
  plugins.set(id, plugin);
}

/** Whether there is a panel of this type. */
export const canDraw = (type: string) => plugins.has(type);
