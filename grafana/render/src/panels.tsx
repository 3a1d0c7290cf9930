// Panels made of the components of @grafana/ui. Grafana's own panels are thin, too, but are not published apart from it.
import React from 'react';
import { FieldType, VizOrientation, getDisplayValueAlignmentFactors, getFieldDisplayValues } from '@grafana/data';
import { BarGauge, BigValue, Table, TimeSeries, VizRepeater } from '@grafana/ui';
import { registerPanel } from './grafana';

const LINE_OPTIONS = ['drawStyle', 'lineInterpolation', 'lineWidth', 'lineStyle', 'fillOpacity', 'gradientMode', 'spanNulls',
  'showPoints', 'pointSize', 'stacking', 'axisPlacement', 'axisLabel', 'axisSoftMin', 'axisSoftMax', 'axisColorMode',
  'axisBorderShow', 'axisCenteredZero', 'axisGridShow', 'axisWidth', 'hideFrom', 'thresholdsStyle', 'scaleDistribution',
  'barAlignment', 'barWidthFactor', 'transform'];
const CELL_OPTIONS = ['align', 'width', 'minWidth', 'cellOptions', 'displayMode', 'filterable', 'inspect', 'hidden',
  'wrapHeaderText'];

const Empty = ({ props }: any) => (
  <div className="panel-empty" style={{ display: 'grid', placeItems: 'center', height: '100%', color: '#9fa7b3' }}>
    {props.fieldConfig.defaults.noValue ?? 'No data'}
  </div>
);

const isEmpty = (props: any) => !props.data.series.some((frame: any) => frame.length > 0);

function displayValues(props: any) {
  return getFieldDisplayValues({
    fieldConfig: props.fieldConfig, replaceVariables: props.replaceVariables, data: props.data.series, timeZone: props.timeZone,
    theme: (window as any).__theme, sparkline: props.options.graphMode === 'area',
    reduceOptions: { calcs: ['lastNotNull'], values: false, ...props.options.reduceOptions },
  });
}

const Values = ({ props, orientation, children }: any) => (
  <VizRepeater width={props.width} height={props.height} source={props.data} renderCounter={props.renderCounter}
    orientation={orientation} autoGrid={true} itemSpacing={3} getAlignmentFactors={getDisplayValueAlignmentFactors as any}
    getValues={() => displayValues(props)} renderValue={children} />
);

const Stat = (props: any) => (
  <Values props={props} orientation={VizOrientation.Auto}>
    {({ value, width, height, count }: any) => (
      <BigValue value={value.display} sparkline={value.sparkline} width={width} height={height} count={count}
        theme={(window as any).__theme} colorMode={props.options.colorMode} graphMode={props.options.graphMode}
        justifyMode={props.options.justifyMode} textMode={props.options.textMode} />
    )}
  </Values>
);

const Bars = (props: any) => isEmpty(props) ? <Empty props={props} /> : (
  <Values props={props} orientation={props.options.orientation}>
    {({ value, width, height, orientation, alignmentFactors }: any) => (
      <BarGauge value={value.display} width={width} height={height} orientation={orientation} field={value.field}
        theme={(window as any).__theme} display={value.view?.getFieldDisplayProcessor?.(value.colIndex)}
        alignmentFactors={alignmentFactors} namePlacement={props.options.namePlacement} displayMode={props.options.displayMode}
        showUnfilled={props.options.showUnfilled} valueDisplayMode={props.options.valueMode} itemSpacing={4}
        lcdCellWidth={12} text={props.options.text} />
    )}
  </Values>
);

const Lines = (props: any) => {
  const frames = props.data.series.filter((frame: any) =>
    frame.length > 0 && frame.fields.some((field: any) => field.type === FieldType.number));
  if (!frames.length) {
    return <Empty props={props} />;
  }
  return (
    <TimeSeries frames={frames} structureRev={props.data.structureRev} timeRange={props.timeRange} timeZone={props.timeZone}
      width={props.width} height={props.height} legend={props.options.legend} options={props.options}>
      {() => null}
    </TimeSeries>
  );
};

const Rows = (props: any) => isEmpty(props) ? <Empty props={props} /> : (
  <Table data={props.data.series[0]} width={props.width} height={props.height} showTypeIcons={false}
    cellHeight={props.options.cellHeight} noHeader={!props.options.showHeader} initialSortBy={props.options.sortBy} />
);

/** Registers the types of panels that the dashboards use. */
export function registerPanels() {
  registerPanel('stat', Stat);
  registerPanel('bargauge', Bars);
  registerPanel('timeseries', Lines, LINE_OPTIONS);
  registerPanel('table', Rows, CELL_OPTIONS);
}
