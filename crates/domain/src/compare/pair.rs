//! Which of two stretches' passages, or rows, belong together: those that are alike, in their order.

/// Passages of a stretch that are paired at most on each side; a longer one is shown as left out and
/// put in, because what every pair costs grows with the product.
const STRETCH: usize = 50;
/// Thousandths of likeness from which two are one that was edited.
const ALIKE: u32 = 300;

/// What a passage is known again by: its pairs of neighbouring characters.
#[derive(Clone, Debug)]
pub(super) struct Sketch {
    kind: u8,
    /// Sorted.
    grams: Vec<(char, char)>,
}

impl Sketch {
    pub(super) fn new(kind: u8, text: &str) -> Self {
        let ends = std::iter::once('\n').chain(text.chars()).chain(['\n']);
        let mut grams: Vec<_> = ends.clone().zip(ends.skip(1)).collect();
        grams.sort_unstable();
        Self { kind, grams }
    }

    /// Thousandths: twice the common pairs over all pairs (Dice).
    fn likeness(&self, other: &Self) -> u32 {
        if self.kind != other.kind {
            return 0;
        }
        let (mut common, mut left, mut right) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.grams.get(left), other.grams.get(right)) {
            common += usize::from(a == b);
            left += usize::from(a <= b);
            right += usize::from(b <= a);
        }
        let share = 2000 * common / (self.grams.len() + other.grams.len());
        u32::try_from(share).unwrap_or(0)
    }
}

/// Every passage of both sides once, in an order that keeps both; those that belong together in one
/// pair. Of all ways the one with the most likeness in sum.
pub(super) fn pairs(old: &[Sketch], new: &[Sketch]) -> Vec<(Option<usize>, Option<usize>)> {
    let removed = |range: std::ops::Range<usize>| range.map(|at| (Some(at), None));
    let added = |range: std::ops::Range<usize>| range.map(|at| (None, Some(at)));
    let mut pairs = Vec::with_capacity(old.len() + new.len());
    let (mut from, mut to) = (0, 0);
    for (was, is) in matches(old, new) {
        pairs.extend(removed(from..was).chain(added(to..is)));
        pairs.push((Some(was), Some(is)));
        (from, to) = (was + 1, is + 1);
    }
    pairs.extend(removed(from..old.len()).chain(added(to..new.len())));
    pairs
}

fn matches(old: &[Sketch], new: &[Sketch]) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() || old.len() > STRETCH || new.len() > STRETCH {
        return Vec::new();
    }
    let width = new.len() + 1;
    let alike: Vec<u32> = old
        .iter()
        .flat_map(|was| new.iter().map(|is| was.likeness(is)))
        .map(|likeness| if likeness < ALIKE { 0 } else { likeness })
        .collect();
    let likeness = |was: usize, is: usize| alike[was * new.len() + is];
    // The best sum for what is left from (was, is) on.
    let mut best = vec![0; (old.len() + 1) * width];
    for was in (0..old.len()).rev() {
        for is in (0..new.len()).rev() {
            let skipped = best[(was + 1) * width + is].max(best[was * width + is + 1]);
            let paired = match likeness(was, is) {
                0 => 0,
                alike => best[(was + 1) * width + is + 1] + alike,
            };
            best[was * width + is] = skipped.max(paired);
        }
    }
    let (mut was, mut is, mut found) = (0, 0, Vec::new());
    while was < old.len() && is < new.len() {
        let here = best[was * width + is];
        let alike = likeness(was, is);
        if alike > 0 && here == best[(was + 1) * width + is + 1] + alike {
            found.push((was, is));
            (was, is) = (was + 1, is + 1);
        } else if here == best[(was + 1) * width + is] {
            was += 1;
        } else {
            is += 1;
        }
    }
    found
}
