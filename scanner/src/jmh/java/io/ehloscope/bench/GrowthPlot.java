package io.ehloscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plots the cost of a scan against its number of targets, from the table that {@code .ci/bench --growth} writes. */
public final class GrowthPlot {

    private static final List<Panel> PANELS = List.of(
            new Panel("time", 1, "s", 1),
            new Panel("CPU", 2, "s", 1),
            new Panel("peak memory", 3, "MiB", 1),
            new Panel("scrape, gzip", 5, "MB", 1e-6));

    private static final int WIDTH = 190;
    private static final int HEIGHT = 225;
    private static final int GAP = 50;

    private final StringBuilder svg = new StringBuilder();

    private GrowthPlot() {}

    /** One measure: its column in the table, its unit, and the factor that converts its values to this unit. */
    private record Panel(String title, int column, String unit, double factor) {}

    /** A measured value at a number of targets. */
    private record Point(double targets, double value) {}

    /** Draws the plot. Arguments: the table to read and the SVG file to write. */
    public static void main(String[] args) throws IOException {
        List<String> rows = Files.readAllLines(Path.of(args[0]));
        Files.writeString(Path.of(args[1]), new GrowthPlot().draw(rows.subList(1, rows.size())));
    }

    private String draw(List<String> rows) {
        int width = PANELS.size() * (WIDTH + GAP) + GAP / 2;
        add(
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='11'>%n",
                width, HEIGHT + 75);
        add("<rect width='100%%' height='100%%' fill='white'/>%n");
        for (int i = 0; i < PANELS.size(); i++) {
            Panel panel = PANELS.get(i);
            List<Point> points = new ArrayList<>();
            for (String row : rows) {
                String[] cells = row.split("\t", -1);
                points.add(new Point(
                        Double.parseDouble(cells[0]), Double.parseDouble(cells[panel.column]) * panel.factor));
            }
            add("<g transform='translate(%d,30)'>%n", GAP + i * (WIDTH + GAP));
            panel(panel, points);
            add("</g>%n");
        }
        add("</svg>%n");
        return svg.toString();
    }

    /** Both axes are logarithmic with decades of equal length, so that linear growth is a line of 45 degrees. */
    private void panel(Panel panel, List<Point> points) {
        double first = points.stream().mapToDouble(Point::value).min().orElseThrow();
        double lowest = Math.floor(Math.log10(first));
        double decade = WIDTH / 3.5;
        add("<rect width='%d' height='%d' fill='none' stroke='#bbb'/>%n", WIDTH, HEIGHT);
        add("<text x='0' y='-10' font-weight='bold'>%s (%s)</text>%n", panel.title, panel.unit);
        for (int power = 2; power <= 5; power++) {
            double x = decade * (power - 2 + 0.25);
            add("<line x1='%.1f' x2='%.1f' y1='0' y2='%d' stroke='#eee'/>%n", x, x, HEIGHT);
            add("<text x='%.1f' y='%d' text-anchor='middle'>%,d</text>%n", x, HEIGHT + 16, (long) Math.pow(10, power));
        }
        for (int power = 0; power * decade < HEIGHT; power++) {
            double y = HEIGHT - power * decade;
            add("<line x1='0' x2='%d' y1='%.1f' y2='%.1f' stroke='#eee'/>%n", WIDTH, y, y);
            add("<text x='-5' y='%.1f' text-anchor='end'>%s</text>%n", y + 4, plain(Math.pow(10, lowest + power)));
        }
        StringBuilder line = new StringBuilder();
        for (Point point : points) {
            double x = decade * (Math.log10(point.targets) - 2 + 0.25);
            double y = HEIGHT - decade * (Math.log10(point.value) - lowest);
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            add("<circle cx='%.1f' cy='%.1f' r='3' fill='#1f6feb'/>%n", x, y);
            add(
                    "<text x='%.1f' y='%.1f' text-anchor='middle' fill='#1f6feb'>%s</text>%n",
                    x, y - 7, plain(point.value));
        }
        add(
                "<polyline points='%s' fill='none' stroke='#1f6feb' stroke-width='1.5'/>%n",
                line.toString().strip());
        add("<text x='%d' y='%d' text-anchor='middle'>targets</text>%n", WIDTH / 2, HEIGHT + 33);
    }

    /** The value as an integer, or below 10 with two significant digits; without exponent. */
    private static String plain(double value) {
        int digits = (int) Math.max(0, 1 - Math.floor(Math.log10(value)));
        return String.format(Locale.ROOT, "%,." + (value >= 10 ? 0 : digits) + "f", value)
                .replaceFirst("(\\.\\d*?)0+$", "$1")
                .replaceFirst("\\.$", "");
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
