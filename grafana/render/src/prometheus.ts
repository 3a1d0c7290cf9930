// Prometheus, asked by the page itself: Grafana's data source asks by way of Grafana's server, which is not there.
import { FieldType, toDataFrame } from '@grafana/data';
import { RuntimeDataSource, sceneGraph } from '@grafana/scenes';

const MOST_POINTS = 240;
const SCRAPE_SECONDS = 15;

const escaped = (value: string) => value.replace(/[\\^$*+?.()|[\]{}]/g, '\\\\$&');

export class Prometheus extends RuntimeDataSource {
  constructor(private readonly url: string, private readonly count: () => void) {
    super('ehloscope-prometheus', 'prometheus');
  }

  async query(request: any): Promise<any> {
    const from = request.range.from.valueOf() / 1000;
    const to = request.range.to.valueOf() / 1000;
    const step = Math.max(Math.ceil((to - from) / MOST_POINTS), 1);
    const answers = await Promise.all(request.targets.map(async (target: any) => {
      const expression = this.expression(request, target, step, to - from);
      const answer = target.instant
        ? await this.ask('query', { query: expression, time: String(to) })
        : await this.ask('query_range', { query: expression, start: String(from), end: String(to), step: String(step) });
      const series = answer.resultType === 'scalar' ? [{ metric: {}, value: answer.result }] : answer.result;
      return target.format === 'table'
        ? [rows(target, series, request.targets.length)]
        : series.map((each: any) => line(target, each));
    }));
    return { data: answers.flat() };
  }

  async metricFindQuery(query: any, options: any): Promise<any> {
    const text = this.interpolated(options, typeof query === 'string' ? query : query.query);
    const values = /^label_values\(\s*(?:(.+?)\s*,\s*)?(\w+)\s*\)$/s.exec(text);
    if (!values) {
      throw new Error('this form of a variable is not known here: ' + text);
    }
    const found: string[] = await this.ask(`label/${values[2]}/values`, values[1] ? { 'match[]': values[1] } : {});
    return found.map(value => ({ text: value }));
  }

  testDatasource(): Promise<any> {
    return Promise.resolve({ status: 'success' });
  }

  private expression(request: any, target: any, step: number, range: number): string {
    const more = {
      ...request.scopedVars,
      __interval: { value: step + 's' },
      __rate_interval: { value: Math.max(step + SCRAPE_SECONDS, 4 * SCRAPE_SECONDS) + 's' },
      __range: { value: Math.round(range) + 's' },
    };
    return this.interpolated({ scopedVars: more }, target.expr);
  }

  /** As the real data source does it: several values are alternatives, and none of them is taken for an expression. */
  private interpolated(request: any, text: string): string {
    return sceneGraph.interpolate(request.scopedVars.__sceneObject.value.valueOf(), text, request.scopedVars, (value: any) =>
      Array.isArray(value) ? '(' + value.map(escaped).join('|') + ')' : String(value));
  }

  private async ask(path: string, parameters: Record<string, string>): Promise<any> {
    this.count();
    const response = await fetch(`${this.url}/api/v1/${path}?` + new URLSearchParams(parameters));
    const answer = await response.json();
    if (answer.status !== 'success') {
      throw new Error(answer.error);
    }
    return answer.data;
  }
}

function rows(target: any, series: any[], targets: number) {
  const labels = [...new Set(series.flatMap(each => Object.keys(each.metric)))].sort();
  return toDataFrame({
    refId: target.refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: series.map(each => each.value[0] * 1000) },
      ...labels.map(label => ({ name: label, type: FieldType.string, values: series.map(each => each.metric[label] ?? '') })),
      {
        name: targets > 1 ? 'Value #' + target.refId : 'Value', type: FieldType.number,
        values: series.map(each => Number(each.value[1])),
      },
    ],
  });
}

function line(target: any, series: any) {
  const { __name__, ...labels } = series.metric;
  const name = target.legendFormat.replace(/\{\{\s*(\w+)\s*\}\}/g, (_: string, label: string) => labels[label] ?? '');
  const points = series.values ?? [series.value];
  return toDataFrame({
    refId: target.refId, name,
    fields: [
      { name: 'Time', type: FieldType.time, values: points.map((point: any) => point[0] * 1000), config: {} },
      {
        name: 'Value', type: FieldType.number, labels, config: { displayNameFromDS: name },
        values: points.map((point: any) => point[1] === 'NaN' ? null : Number(point[1])),
      },
    ],
  });
}
