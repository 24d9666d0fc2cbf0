import { Route, Routes } from 'react-router';
import { CatalogueArticlePage } from './article';
import { CataloguePage } from './catalogue';
import { ImportPage } from './import';
import { SitePage } from './site';

/** The pages of the catalogue, which administrators keep. */
export function CataloguePages() {
  return (
    <Routes>
      <Route index element={<CataloguePage />} />
      <Route path="import" element={<ImportPage />} />
      <Route path="sites/:id" element={<SitePage />} />
      <Route path="articles/:id" element={<CatalogueArticlePage />} />
    </Routes>
  );
}
