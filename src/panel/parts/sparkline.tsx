const WIDTH = 240;
const HEIGHT = 56;

/** The line of some figures, oldest first, as a path of `WIDTH` by `HEIGHT`. */
function sparkPath(figures: readonly number[]): string {
  const most = Math.max(1, ...figures);
  const step = WIDTH / Math.max(1, figures.length - 1);
  const points = figures.map((figure, n) => {
    const x = (n * step).toFixed(1);
    const y = (HEIGHT - 2 - (figure / most) * (HEIGHT - 4)).toFixed(1);
    return `${x} ${y}`;
  });
  if (points.length === 1) points.push(`${WIDTH} ${points[0]!.split(' ')[1]}`);
  return points.length === 0 ? '' : `M${points.join('L')}`;
}

/** A small line of how figures went, with its meaning in words. */
export function Sparkline({ figures, label }: { figures: readonly number[]; label: string }) {
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={sparkPath(figures)} />
    </svg>
  );
}
