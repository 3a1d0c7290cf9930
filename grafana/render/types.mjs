// node types.mjs DASHBOARD.json... - holds dashboards against the types that Grafana publishes with its Foundation SDK:
// a property that Grafana does not know, a misspelt value or a wrong type is an error of the TypeScript compiler.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const SDK = '@grafana/grafana-foundation-sdk';
const OPTIONS = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext'];

// Enums are compared by their values, for JSON has no others; what is left out Grafana fills in.
const PRELUDE = `type Written<T> = T extends string ? \`\${T}\` : T extends number | boolean | null | undefined ? T
  : T extends (infer U)[] ? Written<U>[] : T extends object ? { [K in keyof T]?: Written<T[K]> } : T;\n`;

const work = mkdtempSync(join(tmpdir(), 'ehloscope-types-'));
symlinkSync(modules, join(work, 'node_modules'));
writeFileSync(join(work, 'package.json'), '{"type": "module"}');
let failed = false;
try {
  for (const file of process.argv.slice(2)) {
    failed = !check(file) || failed;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed || process.argv.length < 3 ? 1 : 0;

function check(file) {
  const dashboard = JSON.parse(readFileSync(file, 'utf8'));
  const used = new Set(['dashboard', 'prometheus']);
  const parts = [];
  const part = (type, name, value) => parts.push(`export const ${name}: Written<${type}> = ${JSON.stringify(value, null, 1)};`);
  for (const panel of dashboard.panels.filter(each => each.type !== 'row')) {
    const types = readFileSync(join(modules, SDK, 'dist', panel.type, 'types.gen.d.ts'), 'utf8');
    for (const [name, value] of [['Options', panel.options], ['FieldConfig', panel.fieldConfig.defaults.custom]]) {
      if (value && new RegExp(`export (interface|type) ${name}\\b`).test(types)) {
        used.add(panel.type);
        part(`${panel.type}.${name}`, `panel_${panel.id}_${name}`, value);
      }
    }
    panel.targets.forEach(target => part('prometheus.Dataquery', `panel_${panel.id}_${target.refId}`, target));
    // Checked above by the types of their plugins; the dashboard's own type leaves them open.
    delete panel.options;
    delete panel.targets;
    delete panel.fieldConfig.defaults.custom;
  }
  part('dashboard.Dashboard', 'whole', dashboard);
  const imports = [...used].map(each => `import * as ${each} from '${SDK}/${each}';\n`).join('');
  const source = imports + PRELUDE + parts.join('\n');
  const typed = join(work, basename(file, '.json') + '.ts');
  writeFileSync(typed, source);
  const compiler = spawnSync(process.execPath, [join(modules, 'typescript/bin/tsc'), ...OPTIONS, typed], { encoding: 'utf8', cwd: work });
  const lines = source.split('\n');
  for (const [, line, message] of compiler.stdout.matchAll(/\.ts\((\d+),\d+\): error (.*)/g)) {
    console.log(`${basename(file)}: ${message}\n    at ${lines[line - 1].trim().slice(0, 160)}`);
  }
  console.log(`${basename(file)}: ${parts.length} parts hold against the types of Grafana: ${compiler.status === 0}`);
  return compiler.status === 0;
}
