//! Reading columns into the program's own types; a value that cannot be one is corruption.

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::StoreError;

pub(crate) trait Columns {
    fn int(&self, column: &str) -> Result<i64, StoreError>;
    fn text(&self, column: &str) -> Result<String, StoreError>;
    fn bytes(&self, column: &str) -> Result<Vec<u8>, StoreError>;
    fn maybe_int(&self, column: &str) -> Result<Option<i64>, StoreError>;
    fn maybe_text(&self, column: &str) -> Result<Option<String>, StoreError>;
    fn maybe_bytes(&self, column: &str) -> Result<Option<Vec<u8>>, StoreError>;

    fn number<N: TryFrom<i64>>(&self, column: &str) -> Result<N, StoreError> {
        N::try_from(self.int(column)?).map_err(|_| corrupt(column))
    }

    fn array<const N: usize>(&self, column: &str) -> Result<[u8; N], StoreError> {
        self.bytes(column)?.try_into().map_err(|_| corrupt(column))
    }

    fn id<T>(&self, column: &str, make: fn(&[u8]) -> Option<T>) -> Result<T, StoreError> {
        make(&self.bytes(column)?).ok_or_else(|| corrupt(column))
    }

    fn maybe_id<T>(
        &self,
        column: &str,
        make: fn(&[u8]) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        let bytes = self.maybe_bytes(column)?;
        bytes.map(|bytes| make(&bytes).ok_or_else(|| corrupt(column))).transpose()
    }

    fn word<T>(&self, column: &str, make: fn(&str) -> Option<T>) -> Result<T, StoreError> {
        make(&self.text(column)?).ok_or_else(|| corrupt(column))
    }

    fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(column)?).map_err(|_| corrupt(column))
    }
}

impl Columns for AnyRow {
    fn int(&self, column: &str) -> Result<i64, StoreError> {
        Ok(self.try_get(column)?)
    }
    fn text(&self, column: &str) -> Result<String, StoreError> {
        Ok(self.try_get(column)?)
    }
    fn bytes(&self, column: &str) -> Result<Vec<u8>, StoreError> {
        Ok(self.try_get(column)?)
    }
    fn maybe_int(&self, column: &str) -> Result<Option<i64>, StoreError> {
        Ok(self.try_get(column)?)
    }
    fn maybe_text(&self, column: &str) -> Result<Option<String>, StoreError> {
        Ok(self.try_get(column)?)
    }
    fn maybe_bytes(&self, column: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.try_get(column)?)
    }
}

pub(crate) fn corrupt(column: &str) -> StoreError {
    StoreError::Corrupt(column.to_owned())
}

/// JSON of a value whose keys are strings, which cannot fail.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}
