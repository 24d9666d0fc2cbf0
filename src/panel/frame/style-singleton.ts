import { useEffect } from 'react';

/**
 * Stands in for the package `react-style-singleton`, with which dialogs stop the page behind them from scrolling. The package inserts a
 * style element, which the page's policy refuses; a sheet made by a script of ours is allowed. Of several that are used at
 * once, the first one's styles count.
 */
export function styleSingleton(): (props: { styles: string }) => null {
  const sheet = new CSSStyleSheet();
  const use = { count: 0 };
  return function Sheet({ styles }) {
    useEffect(() => {
      if (use.count === 0) {
        sheet.replaceSync(styles);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      }
      use.count += 1;
      return () => {
        use.count -= 1;
        if (use.count === 0)
          document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
      };
    }, [styles]);
    return null;
  };
}
