//! Labels that keep out of each other's way.

use crate::{
    geometry::{Frame, Place},
    paint::Paint,
    words,
};

/// A text with its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: Place,
    pub(crate) anchor: Anchor,
    pub(crate) font: f64,
    pub(crate) paint: Paint,
}

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Label<'_> {
    /// The box that the text is likely to fill.
    pub(crate) fn frame(&self) -> Frame {
        let wide = words::width(self.text, self.font);
        let left = match self.anchor {
            Anchor::Start => self.at.x,
            Anchor::Middle => self.at.x - wide / 2.0,
            Anchor::End => self.at.x - wide,
        };
        Frame {
            left,
            top: self.at.y - self.font * 0.9,
            right: left + wide,
            bottom: self.at.y + self.font * 0.25,
        }
    }
}

/// Finds for each label the place where it disturbs least.
#[derive(Debug)]
pub(crate) struct Placer {
    bounds: Frame,
    taken: Vec<Frame>,
    lines: Vec<(Place, Place)>,
}

impl Placer {
    pub(crate) fn new(bounds: Frame) -> Self {
        Self { bounds, taken: Vec::new(), lines: Vec::new() }
    }

    /// A line that labels should rather not cover.
    pub(crate) fn avoid(&mut self, places: &[Place]) {
        for pair in places.windows(2) {
            if let [from, to] = *pair {
                self.lines.push((from, to));
            }
        }
    }

    /// The best of the places offered, the earlier one where two are as good; it is taken from then on.
    ///
    /// None when every offer lies on another label: a label that cannot be read helps nobody.
    pub(crate) fn place<'a>(&mut self, label: Label<'a>, offers: &[(Place, Anchor)]) -> Option<Label<'a>> {
        let (best, _) = offers
            .iter()
            .map(|&(at, anchor)| self.inside(Label { at, anchor, ..label }))
            .filter(|candidate| self.taken.iter().all(|taken| taken.overlap(&rim(&candidate.frame())) <= 0.0))
            .map(|candidate| (candidate, self.crossings(&candidate.frame())))
            .min_by_key(|(_, crossings)| *crossings)?;
        self.taken.push(best.frame());
        Some(best)
    }

    /// The label moved as far as needed to lie inside the bounds.
    fn inside<'a>(&self, label: Label<'a>) -> Label<'a> {
        let (frame, bounds) = (label.frame(), self.bounds);
        let right = (bounds.left - frame.left).max(0.0);
        let left = (frame.right - bounds.right).max(0.0);
        let down = (bounds.top - frame.top).max(0.0);
        let up = (frame.bottom - bounds.bottom).max(0.0);
        Label { at: Place { x: label.at.x + right - left, y: label.at.y + down - up }, ..label }
    }

    fn crossings(&self, frame: &Frame) -> usize {
        self.lines.iter().filter(|(from, to)| frame.is_crossed(*from, *to)).count()
    }
}

/// A box with the space that a label keeps from others.
fn rim(frame: &Frame) -> Frame {
    Frame {
        left: frame.left - 2.0,
        top: frame.top - 1.0,
        right: frame.right + 2.0,
        bottom: frame.bottom + 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Frame = Frame { left: 0.0, top: 0.0, right: 200.0, bottom: 100.0 };

    fn label(text: &str) -> Label<'_> {
        Label { text, at: Place { x: 0.0, y: 0.0 }, anchor: Anchor::Start, font: 10.0, paint: Paint::Ink }
    }

    fn at(x: f64, y: f64) -> (Place, Anchor) {
        (Place { x, y }, Anchor::Start)
    }

    #[test]
    fn the_first_free_offer_is_taken_and_then_avoided() {
        let mut placer = Placer::new(BOUNDS);
        let offers = [at(50.0, 50.0), at(50.0, 80.0)];
        assert_eq!(placer.place(label("计划"), &offers).unwrap().at, offers[0].0);
        assert_eq!(placer.place(label("今天"), &offers).unwrap().at, offers[1].0);
    }

    #[test]
    fn a_place_on_a_line_is_the_worse_one() {
        let mut placer = Placer::new(BOUNDS);
        placer.avoid(&[Place { x: 0.0, y: 47.0 }, Place { x: 200.0, y: 47.0 }]);
        let offers = [at(50.0, 50.0), at(50.0, 80.0)];
        assert_eq!(placer.place(label("计划"), &offers).unwrap().at, offers[1].0);
    }

    #[test]
    fn a_label_is_moved_inside() {
        let placed = Placer::new(BOUNDS).place(label("计划"), &[at(195.0, 120.0)]).unwrap();
        assert_eq!(placed.at, Place { x: 180.0, y: 97.5 });
    }

    #[test]
    fn a_label_without_a_free_place_is_left_out() {
        let mut placer = Placer::new(BOUNDS);
        assert!(placer.place(label("计划"), &[at(50.0, 50.0)]).is_some());
        assert!(placer.place(label("今天"), &[at(55.0, 50.0)]).is_none());
    }

    #[test]
    fn without_an_offer_there_is_no_label() {
        assert!(Placer::new(BOUNDS).place(label("计划"), &[]).is_none());
    }
}
