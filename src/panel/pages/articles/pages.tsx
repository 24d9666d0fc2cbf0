import { Route, Routes } from 'react-router';
import { BrowsePage } from './browse';
import { OrderArticlePage } from './order-article';
import { ReadPage } from './read';

/** The pages where everybody reads articles and orders links and articles. */
export function ArticlePages() {
  return (
    <Routes>
      <Route index element={<BrowsePage />} />
      <Route path="order" element={<OrderArticlePage />} />
      <Route path=":id" element={<ReadPage />} />
    </Routes>
  );
}
