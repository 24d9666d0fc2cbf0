import { Route, Routes } from 'react-router';
import { BrowsePage } from './browse';
import { PublicFrame } from './frame';
import { ReadPage } from './read';

/** The pages that everybody may read. */
export function PublicPages() {
  return (
    <Routes>
      <Route element={<PublicFrame />}>
        <Route index element={<BrowsePage />} />
        <Route path=":id" element={<ReadPage />} />
      </Route>
    </Routes>
  );
}
